import Corpus
import Features
import Testing

@Suite struct NameEvidenceFitTests {
  @Test func `a campaign weighs the root of its size`() {
    #expect(NameEvidenceFit.weights(["a", "b", "a", "a", "a"]) == [0.5, 1, 0.5, 0.5, 0.5])
    #expect(NameEvidenceFit.weights([]).isEmpty)
  }

  /// Weights that look at the rule would give a rule that fires alike on both sides about 5 dB.
  @Test func `a rule that fires alike on both sides says nothing`() throws {
    var rules: [NameRule?] = []
    var campaigns: [String] = []
    for size in 1...60 {
      for member in 0..<size * 5 {
        rules.append((member + size) % 10 == 0 ? .double : nil)
        campaigns.append("campaign \(size)")
      }
    }
    let ordinary: [NameRule?] = (0..<10_000).map { $0 % 10 == 0 ? .double : nil }
    let decibans = NameEvidenceFit.decibans([
      .init(ecosystem: .npm, rules: rules, campaigns: campaigns),
      .init(ecosystem: .npm, rules: ordinary),
    ])
    let double = try #require(decibans[NameRule.double.rawValue])
    #expect(abs(double) < 0.3, "\(double)")
  }

  @Test func `an empty cell is pulled towards nothing, never infinite`() throws {
    let decibans = NameEvidenceFit.decibans([
      .init(ecosystem: .npm, rules: [.swap, nil], campaigns: ["a", "b"]),
      .init(ecosystem: .npm, rules: [nil, nil]),
    ])
    // Two campaigns, share 1/2 against 0: (1 + 1/2) / (0 + 1/2).
    #expect(abs(try #require(decibans[NameRule.swap.rawValue]) - 4.771) < 0.001)
  }

  @Test func `a registry with many names does not drown the other`() throws {
    let few: [NameRule?] = [.double, nil]
    let many: [NameRule?] = Array(repeating: nil, count: 1_000)
    let decibans = NameEvidenceFit.decibans([
      .init(ecosystem: .npm, rules: few, campaigns: ["a", "b"]),
      .init(ecosystem: .pypi, rules: many, campaigns: (0..<1_000).map { "c\($0)" }),
      .init(ecosystem: .npm, rules: [.double, nil, nil, nil]),
      .init(ecosystem: .pypi, rules: many),
    ])
    #expect(abs(try #require(decibans[NameRule.double.rawValue]) - 3.01) < 0.05)
  }
}
