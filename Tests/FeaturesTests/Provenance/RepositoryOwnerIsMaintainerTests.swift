import Corpus
import Features
import Testing

@Suite struct RepositoryOwnerIsMaintainerTests {
  static let cases: [SignalCase] = [
    SignalCase(
      "same account",
      .facts {
        $0.repository = .present(claim)
        $0.maintainers = .present(["Octo", "zed"])
      }, .present(1)),
    SignalCase(
      "other accounts",
      .facts {
        $0.repository = .present(claim)
        $0.maintainers = .present(["zed"])
      }, .present(0)),
    SignalCase(
      "a team of the organisation",
      .facts {
        $0.repository = .present(claim)
        $0.maintainers = .present(["github:octo:core"])
      }, .present(1)),
    SignalCase("maintainers unknown", .facts { $0.repository = .present(claim) }, .notCollected),
    SignalCase(
      "no claim",
      .facts {
        $0.repository = .absent
        $0.maintainers = .present(["zed"])
      }, .absent),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("repository_owner_is_maintainer", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(
      measure("repository_owner_is_maintainer", example.input) == example.expected,
      "\(example.label)")
  }
}
