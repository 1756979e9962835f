import Corpus
import Features
import Testing

@Suite struct ClassifiersTests {
  static let cases: [SignalCase] = [
    SignalCase("given", .facts { $0.classifierCount = .present(7) }, .present(7)),
    SignalCase("empty", .facts { $0.classifierCount = .absent }, .absent),
    SignalCase("no such field", .facts { $0.classifierCount = .notApplicable }, .notApplicable),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("classifiers", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("classifiers", example.input) == example.expected, "\(example.label)")
  }
}
