import Corpus
import Features
import Testing

@Suite struct PublishersTests {
  static let cases: [SignalCase] = [
    SignalCase(
      "two",
      .facts(.npm) {
        $0.releases = [
          release("1", -9, publisher: "a"), release("2", -8, publisher: "b"),
          release("3", -7, publisher: "a"),
        ]
      }, .present(2)),
    SignalCase("nobody named", .facts(.npm) { $0.releases = [release("1", -9)] }, .notCollected),
    SignalCase("PyPI", .releases(["1": -9]), .notApplicable),
    SignalCase("unread", .unreadOf(.npm), .notCollected),
  ]

  @Test("publishers", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("publishers", example.input) == example.expected, "\(example.label)")
  }
}
