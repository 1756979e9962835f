import Corpus
import Features
import Testing

@Suite struct ReleasesTests {
  static let cases: [SignalCase] = [
    SignalCase("three", .releases(["1.0": -30, "1.1": -20, "1.2": -10]), .present(3)),
    SignalCase(
      "taken back ones do not count",
      .facts { $0.releases = [release("1", -3), release("2", -2, isRemoved: true)] }, .present(1)),
    SignalCase("none", .releases([:]), .absent),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("releases", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("releases", example.input) == example.expected, "\(example.label)")
  }
}
