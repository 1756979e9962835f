import Corpus
import Features
import Testing

@Suite struct RepositoryClaimedTests {
  static let cases: [SignalCase] = [
    SignalCase("claimed", .facts { $0.repository = .present(claim) }, .present(1)),
    SignalCase("none", .facts { $0.repository = .absent }, .absent),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("repository_claimed", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("repository_claimed", example.input) == example.expected, "\(example.label)")
  }
}
