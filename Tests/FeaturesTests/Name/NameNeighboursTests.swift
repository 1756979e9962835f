import Corpus
import Features
import Testing

@Suite struct NameNeighboursTests {
  static let cases: [SignalCase] = [
    SignalCase("two", .named("colos", popular: ["colors", "cols", "numpy"]), .present(2)),
    SignalCase("none", .named("something-else", popular: ["requests"]), .present(0)),
    SignalCase("popular itself", .named("cols", popular: ["colors", "cols"]), .absent),
    SignalCase("no list", .named("colos"), .notCollected),
  ]

  @Test("name_neighbours", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("name_neighbours", example.input) == example.expected, "\(example.label)")
  }
}
