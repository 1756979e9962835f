import Report
import Testing

@Suite struct ScaleTests {
  @Test func `a linear scale maps ends to ends and keeps values inside`() {
    let scale = Scale(.linear, 0...10, from: 100, to: 0)
    #expect(scale.position(0) == 100)
    #expect(scale.position(2.5) == 75)
    #expect(scale.position(99) == 0)
    #expect(scale.position(.nan) == 100)
    #expect(scale.ticks(about: 5) == [0, 2, 4, 6, 8, 10])
  }

  @Test func `a logarithmic scale has a tick at each power of ten`() {
    let scale = Scale(.logarithmic, 1e-4...1e-1, from: 0, to: 300)
    #expect(abs(scale.position(1e-3) - 100) < 1e-9)
    #expect(scale.position(0) == 0)
    #expect(scale.ticks(about: 4).count == 4)
  }

  @Test(arguments: [Scale.Kind.linear, .logarithmic])
  func `a domain without extent stays usable`(kind: Scale.Kind) {
    let scale = Scale(kind, 0...0, from: 0, to: 100)
    #expect(scale.position(0).isFinite && scale.position(5).isFinite)
    #expect(!scale.ticks(about: 3).isEmpty)
  }
}
