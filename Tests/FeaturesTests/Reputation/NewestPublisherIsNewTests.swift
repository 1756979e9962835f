import Corpus
import Features
import Testing

@Suite struct NewestPublisherIsNewTests {
  static let cases: [SignalCase] = [
    SignalCase(
      "a stranger",
      .facts(.npm) {
        $0.releases = [release("1", -9, publisher: "a"), release("2", -8, publisher: "b")]
      }, .present(1)),
    SignalCase(
      "back again",
      .facts(.npm) {
        $0.releases = [
          release("1", -9, publisher: "b"), release("2", -8, publisher: "a"),
          release("3", -7, publisher: "b"),
        ]
      }, .present(0)),
    SignalCase(
      "one release", .facts(.npm) { $0.releases = [release("1", -9, publisher: "a")] }, .withheld),
    SignalCase("PyPI", .releases(["1": -9]), .notApplicable),
    SignalCase("unread", .unreadOf(.npm), .notCollected),
  ]

  @Test("newest_publisher_is_new", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(
      measure("newest_publisher_is_new", example.input) == example.expected, "\(example.label)")
  }
}
