import Corpus
import Features
import Testing

@Suite struct RepositoryClaimIsExplicitTests {
  static let cases: [SignalCase] = [
    SignalCase("its own field", .facts { $0.repository = .present(claim) }, .present(1)),
    SignalCase(
      "out of the homepage",
      .facts {
        $0.repository = .present(RepositoryClaim(host: "github.com", path: "a/b", rule: "homepage"))
      }, .present(0)),
    SignalCase("none", .facts { $0.repository = .absent }, .absent),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("repository_claim_is_explicit", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(
      measure("repository_claim_is_explicit", example.input) == example.expected, "\(example.label)"
    )
  }
}
