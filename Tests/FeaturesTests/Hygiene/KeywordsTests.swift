import Corpus
import Features
import Testing

@Suite struct KeywordsTests {
  static let cases: [SignalCase] = [
    SignalCase("given", .facts { $0.keywordCount = .present(3) }, .present(3)),
    SignalCase("empty", .facts { $0.keywordCount = .absent }, .absent),
    SignalCase("no such field", .facts { $0.keywordCount = .notApplicable }, .notApplicable),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("keywords", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("keywords", example.input) == example.expected, "\(example.label)")
  }
}
