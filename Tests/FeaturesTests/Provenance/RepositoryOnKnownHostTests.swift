import Corpus
import Features
import Testing

@Suite struct RepositoryOnKnownHostTests {
  static let cases: [SignalCase] = [
    SignalCase("known", .facts { $0.repository = .present(claim) }, .present(1)),
    SignalCase(
      "elsewhere",
      .facts {
        $0.repository = .present(
          RepositoryClaim(host: "git.example", path: "a/b", rule: "repository"))
      }, .present(0)),
    SignalCase("none", .facts { $0.repository = .absent }, .absent),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("repository_on_known_host", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(
      measure("repository_on_known_host", example.input) == example.expected, "\(example.label)")
  }
}
