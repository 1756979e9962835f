import Corpus
import Features
import Testing

@Suite struct RepositoryCommits365dTests {
  static let cases: [SignalCase] = [
    SignalCase("twelve", .visited(history(.unclear)) { $0.commits365d = 12 }, .present(12)),
    SignalCase("history not read", .visited(history(.unclear)), .notCollected),
    SignalCase("not visited", .visited(nil), .notCollected),
    SignalCase("no claim", .facts { $0.repository = .absent }, .absent),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("repository_commits_365d", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(
      measure("repository_commits_365d", example.input) == example.expected, "\(example.label)")
  }
}
