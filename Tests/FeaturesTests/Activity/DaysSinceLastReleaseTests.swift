import Corpus
import Features
import Testing

@Suite struct DaysSinceLastReleaseTests {
  static let cases: [SignalCase] = [
    SignalCase("ten", .releases(["1": -100, "2": -10]), .present(10)),
    SignalCase("no times", .releases(["1": nil]), .notCollected),
    SignalCase("none", .releases([:]), .absent),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("days_since_last_release", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(
      measure("days_since_last_release", example.input) == example.expected, "\(example.label)")
  }
}
