import Corpus
import Features
import Testing

@Suite struct SeededTrustPercentileTests {
  static let cases: [SignalCase] = [
    SignalCase("ranked", .trusted(percentile: 0.75) { _ in }, .present(0.75)),
    SignalCase("no seeds", .facts(graph: graphSignals()) { _ in }, .notCollected),
    SignalCase("no link stage", .facts { _ in }, .notCollected),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("seeded_trust_percentile", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(
      measure("seeded_trust_percentile", example.input) == example.expected, "\(example.label)")
  }
}
