import Corpus
import Features
import Testing

@Suite struct NewestPublisherIsMaintainerTests {
  static let cases: [SignalCase] = [
    SignalCase(
      "still there",
      .facts(.npm) {
        $0.releases = [release("1", -9, publisher: "a")]
        $0.maintainers = .present(["a"])
      }, .present(1)),
    SignalCase(
      "gone",
      .facts(.npm) {
        $0.releases = [release("1", -9, publisher: "a")]
        $0.maintainers = .present(["b"])
      }, .present(0)),
    SignalCase(
      "maintainers unknown", .facts(.npm) { $0.releases = [release("1", -9, publisher: "a")] },
      .notCollected),
    SignalCase("PyPI", .releases(["1": -9]), .notApplicable),
    SignalCase("unread", .unreadOf(.npm), .notCollected),
  ]

  @Test("newest_publisher_is_maintainer", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(
      measure("newest_publisher_is_maintainer", example.input) == example.expected,
      "\(example.label)")
  }
}
