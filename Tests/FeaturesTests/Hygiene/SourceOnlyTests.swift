import Corpus
import Features
import Testing

@Suite struct SourceOnlyTests {
  static let cases: [SignalCase] = [
    SignalCase("given", .facts { $0.sourceOnly = .present(false) }, .present(0)),
    SignalCase("empty", .facts { $0.sourceOnly = .absent }, .absent),
    SignalCase("no such field", .facts { $0.sourceOnly = .notApplicable }, .notApplicable),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("source_only", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("source_only", example.input) == example.expected, "\(example.label)")
  }
}
