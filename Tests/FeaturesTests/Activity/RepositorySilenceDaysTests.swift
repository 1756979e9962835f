import Corpus
import Features
import Testing

@Suite struct RepositorySilenceDaysTests {
  static let cases: [SignalCase] = [
    SignalCase(
      "ten", .visited(history(.unclear)) { $0.newestCommitAt = day(-10) }, .present(10)),
    SignalCase(
      "from the future", .visited(history(.unclear)) { $0.newestCommitAt = day(3) }, .present(0)),
    SignalCase("no commits", .visited(history(.unclear)), .notCollected),
    SignalCase("not visited", .visited(nil), .notCollected),
    SignalCase("no claim", .facts { $0.repository = .absent }, .absent),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("repository_silence_days", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(
      measure("repository_silence_days", example.input) == example.expected, "\(example.label)")
  }
}
