import Corpus
import Features
import Testing

@Suite struct Releases365dTests {
  static let cases: [SignalCase] = [
    SignalCase("two recent of three", .releases(["1": -800, "2": -300, "3": -1]), .present(2)),
    SignalCase("the limit is included", .releases(["1": -365]), .present(1)),
    SignalCase("none recent", .releases(["1": -366]), .present(0)),
    SignalCase("a time in the future does not count", .releases(["1": -5, "2": 5]), .present(1)),
    SignalCase("no times", .releases(["1": nil]), .notCollected),
    SignalCase("none", .releases([:]), .absent),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("releases_365d", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("releases_365d", example.input) == example.expected, "\(example.label)")
  }
}
