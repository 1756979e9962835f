import Corpus
import Features
import Testing

@Suite struct MaintainerBestOtherPercentileTests {
  static let cases: [SignalCase] = [
    SignalCase(
      "a trusted one", .trusted(best: 0.9) { $0.maintainers = .present(["a"]) }, .present(0.9)),
    SignalCase("no other", .trusted(best: nil) { $0.maintainers = .present(["a"]) }, .absent),
    SignalCase("nobody", .trusted(best: nil) { $0.maintainers = .absent }, .absent),
    SignalCase(
      "no seeds", .facts(graph: graphSignals()) { $0.maintainers = .present(["a"]) },
      .notCollected),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("maintainer_best_other_percentile", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(
      measure("maintainer_best_other_percentile", example.input) == example.expected,
      "\(example.label)")
  }
}
