import Corpus
import Features
import Testing

@Suite struct ReleaseSpanDaysTests {
  static let cases: [SignalCase] = [
    SignalCase("three", .releases(["1": -100, "2": -90, "3": -60]), .present(40)),
    SignalCase("one", .releases(["1": -100]), .present(0)),
    SignalCase("no times", .releases(["1": nil]), .notCollected),
    SignalCase("none", .releases([:]), .absent),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("release_span_days", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("release_span_days", example.input) == example.expected, "\(example.label)")
  }
}
