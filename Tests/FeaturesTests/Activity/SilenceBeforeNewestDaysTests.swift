import Corpus
import Features
import Testing

@Suite struct SilenceBeforeNewestDaysTests {
  static let cases: [SignalCase] = [
    SignalCase("long", .releases(["1": -900, "2": -890, "3": -1]), .present(889)),
    SignalCase("one", .releases(["1": -1]), .withheld),
    SignalCase("none", .releases([:]), .absent),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("silence_before_newest_days", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(
      measure("silence_before_newest_days", example.input) == example.expected, "\(example.label)")
  }
}
