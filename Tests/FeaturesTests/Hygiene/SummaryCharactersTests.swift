import Corpus
import Features
import Testing

@Suite struct SummaryCharactersTests {
  static let cases: [SignalCase] = [
    SignalCase("given", .facts { $0.summaryCharacters = .present(42) }, .present(42)),
    SignalCase("empty", .facts { $0.summaryCharacters = .absent }, .absent),
    SignalCase("no such field", .facts { $0.summaryCharacters = .notApplicable }, .notApplicable),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("summary_characters", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("summary_characters", example.input) == example.expected, "\(example.label)")
  }
}
