import Corpus
import Features
import Testing

@Suite struct PackageAgeDaysTests {
  static let cases: [SignalCase] = [
    SignalCase("hundred", .releases(["1": -100, "2": -10]), .present(100)),
    SignalCase("no times", .releases(["1": nil]), .notCollected),
    SignalCase("none", .releases([:]), .absent),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("package_age_days", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("package_age_days", example.input) == example.expected, "\(example.label)")
  }
}
