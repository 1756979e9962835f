import Corpus
import Features
import Testing

@Suite struct MedianReleaseGapDaysTests {
  static let cases: [SignalCase] = [
    SignalCase(
      "odd number of gaps", .releases(["1": -100, "2": -90, "3": -60, "4": -10]), .present(30)),
    SignalCase("even number of gaps", .releases(["1": -100, "2": -90, "3": -60]), .present(20)),
    SignalCase("one release", .releases(["1": -100]), .withheld),
    SignalCase("no times", .releases(["1": nil, "2": nil]), .notCollected),
    SignalCase("none", .releases([:]), .absent),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("median_release_gap_days", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(
      measure("median_release_gap_days", example.input) == example.expected, "\(example.label)")
  }
}
