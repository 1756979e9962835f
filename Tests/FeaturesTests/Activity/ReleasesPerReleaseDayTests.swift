import Corpus
import Features
import Testing

@Suite struct ReleasesPerReleaseDayTests {
  static let cases: [SignalCase] = [
    SignalCase(
      "four on two days", .releases(["1": -10, "2": -10, "3": -10, "4": -2]), .present(2)),
    SignalCase("no times", .releases(["1": nil]), .notCollected),
    SignalCase("none", .releases([:]), .absent),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("releases_per_release_day", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(
      measure("releases_per_release_day", example.input) == example.expected, "\(example.label)")
  }
}
