import Corpus
import Features
import Testing

@Suite struct DeprecatedTests {
  static let cases: [SignalCase] = [
    SignalCase("given", .facts { $0.deprecated = .present(true) }, .present(1)),
    SignalCase("empty", .facts { $0.deprecated = .absent }, .absent),
    SignalCase("no such field", .facts { $0.deprecated = .notApplicable }, .notApplicable),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("deprecated", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("deprecated", example.input) == example.expected, "\(example.label)")
  }
}
