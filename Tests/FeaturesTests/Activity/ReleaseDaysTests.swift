import Corpus
import Features
import Testing

@Suite struct ReleaseDaysTests {
  static let cases: [SignalCase] = [
    SignalCase(
      "a burst counts once", .releases(["1": -10, "2": -10, "3": -10, "4": -2]), .present(2)),
    SignalCase("no times", .releases(["1": nil]), .notCollected),
    SignalCase("none", .releases([:]), .absent),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("release_days", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("release_days", example.input) == example.expected, "\(example.label)")
  }
}
