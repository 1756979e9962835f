import Corpus
import Features
import Testing

@Suite struct MaintainerAgeAtNewestDaysTests {
  static let cases: [SignalCase] = [
    SignalCase(
      "hundred",
      .facts(graph: graphSignals(maintainerFirstPublish: day(-110))) {
        $0.releases = [release("1", -10)]
      }, .present(100)),
    SignalCase("no link stage", .releases(["1": -10]), .notCollected),
    SignalCase("none", .releases([:]), .absent),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("maintainer_age_at_newest_days", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(
      measure("maintainer_age_at_newest_days", example.input) == example.expected,
      "\(example.label)")
  }
}
