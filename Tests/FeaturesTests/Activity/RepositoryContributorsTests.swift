import Corpus
import Features
import Testing

@Suite struct RepositoryContributorsTests {
  static let cases: [SignalCase] = [
    SignalCase("seven", .visited(history(.unclear)) { $0.contributors = 7 }, .present(7)),
    SignalCase("history not read", .visited(history(.unclear)), .notCollected),
    SignalCase("not visited", .visited(nil), .notCollected),
    SignalCase("no claim", .facts { $0.repository = .absent }, .absent),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("repository_contributors", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(
      measure("repository_contributors", example.input) == example.expected, "\(example.label)")
  }
}
