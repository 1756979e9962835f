import Corpus
import Features
import Testing

@Suite struct VersionOddityTests {
  static let cases: [SignalCase] = [
    SignalCase("starts at 99", .releases(["99.0.0": -5, "99.0.1": -4]), .present(1)),
    SignalCase("a single 7.1.2", .releases(["7.1.2": -5]), .present(1)),
    SignalCase("a single 1.0", .releases(["v1.0": -5]), .present(0)),
    SignalCase("starts at 2", .releases(["2.0": -5, "2.1": -4]), .present(0)),
    SignalCase("an epoch", .releases(["1!0.5": -5]), .present(0)),
    SignalCase("too many digits", .releases(["99999999999999999999999.0": -5]), .present(1)),
    SignalCase("no number", .releases(["alpha": -5]), .withheld),
    SignalCase("none", .releases([:]), .absent),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("version_oddity", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("version_oddity", example.input) == example.expected, "\(example.label)")
  }
}
