import Corpus
import Features
import Testing

@Suite struct RemovedReleasesTests {
  static let cases: [SignalCase] = [
    SignalCase(
      "one", .facts(.npm) { $0.releases = [release("1", -9), release("2", -8, isRemoved: true)] },
      .present(1)),
    SignalCase("nothing removed", .facts(.npm) { $0.releases = [release("1", -9)] }, .present(0)),
    SignalCase("crates.io", .facts(.crates) { $0.releases = [release("1", -9)] }, .notApplicable),
    SignalCase("unread", .unreadOf(.npm), .notCollected),
  ]

  @Test("removed_releases", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("removed_releases", example.input) == example.expected, "\(example.label)")
  }
}
