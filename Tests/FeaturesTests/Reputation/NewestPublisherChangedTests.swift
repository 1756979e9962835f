import Corpus
import Features
import Testing

@Suite struct NewestPublisherChangedTests {
  static let cases: [SignalCase] = [
    SignalCase(
      "changed",
      .facts(.npm) {
        $0.releases = [release("1", -9, publisher: "a"), release("2", -8, publisher: "b")]
      }, .present(1)),
    SignalCase(
      "the same",
      .facts(.npm) {
        $0.releases = [release("1", -9, publisher: "a"), release("2", -8, publisher: "a")]
      }, .present(0)),
    SignalCase(
      "one release", .facts(.npm) { $0.releases = [release("1", -9, publisher: "a")] }, .withheld),
    SignalCase("PyPI", .releases(["1": -9]), .notApplicable),
    SignalCase("unread", .unreadOf(.npm), .notCollected),
  ]

  @Test("newest_publisher_changed", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(
      measure("newest_publisher_changed", example.input) == example.expected, "\(example.label)")
  }
}
