import Corpus
import Features
import Testing

@Suite struct RepositoryClaimantsTests {
  static let cases: [SignalCase] = [
    SignalCase(
      "two",
      .facts(graph: graphSignals(repositoryClaimants: 2)) {
        $0.repository = .present(claim)
        $0.maintainers = .present(["a"])
      }, .present(2)),
    SignalCase(
      "no link stage",
      .facts {
        $0.repository = .present(claim)
        $0.maintainers = .present(["a"])
      }, .notCollected),
    SignalCase(
      "maintainers unknown",
      .facts(graph: graphSignals(repositoryClaimants: 2)) { $0.repository = .present(claim) },
      .notCollected),
    SignalCase(
      "no claim",
      .facts(graph: graphSignals()) {
        $0.repository = .absent
        $0.maintainers = .present(["a"])
      }, .absent),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("repository_claimants", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("repository_claimants", example.input) == example.expected, "\(example.label)")
  }
}
