import Corpus
import Features
import Testing

@Suite struct PrereleaseShareTests {
  static let cases: [SignalCase] = [
    SignalCase(
      "one of four",
      .facts {
        $0.releases = [
          release("1", -9), release("2", -8), release("3", -7),
          release("4a", -6, isPrerelease: true),
        ]
      }, .present(0.25)),
    SignalCase("none", .releases([:]), .absent),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("prerelease_share", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("prerelease_share", example.input) == example.expected, "\(example.label)")
  }
}
