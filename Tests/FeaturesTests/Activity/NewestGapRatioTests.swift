import Corpus
import Features
import Testing

@Suite struct NewestGapRatioTests {
  static let cases: [SignalCase] = [
    SignalCase(
      "ten times the usual", .releases(["1": -130, "2": -120, "3": -110, "4": -10]), .present(10)),
    SignalCase("two releases", .releases(["1": -13, "2": -12]), .withheld),
    SignalCase("a burst before", .releases(["1": -13, "2": -13, "3": -1]), .withheld),
    SignalCase("none", .releases([:]), .absent),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("newest_gap_ratio", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("newest_gap_ratio", example.input) == example.expected, "\(example.label)")
  }
}
