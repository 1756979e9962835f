import Corpus
import Features
import Testing

@Suite struct RepositorySharedClaimsTests {
  static let cases: [SignalCase] = [
    SignalCase("alone", .visited(history(.established)), .present(0)),
    SignalCase(
      "contested", .visited(history(.established), .contested, others: 2), .present(2)),
    SignalCase(
      "nobody established", .visited(history(.unclear), ClaimStanding.none, others: 0),
      .present(0)),
    SignalCase(
      "somebody else's", .visited(history(.contradicted), ClaimStanding.none, others: 1),
      .present(1)),
    SignalCase("not visited", .visited(nil), .notCollected),
    SignalCase("no claim", .facts { $0.repository = .absent }, .absent),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("repository_shared_claims", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(
      measure("repository_shared_claims", example.input) == example.expected, "\(example.label)")
  }
}
