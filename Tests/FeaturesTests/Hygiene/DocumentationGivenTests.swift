import Corpus
import Features
import Testing

@Suite struct DocumentationGivenTests {
  static let cases: [SignalCase] = [
    SignalCase(
      "given", .facts { $0.documentation = .present("https://example.org/docs") }, .present(1)),
    SignalCase("empty", .facts { $0.documentation = .absent }, .absent),
    SignalCase("no such field", .facts { $0.documentation = .notApplicable }, .notApplicable),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("documentation_given", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("documentation_given", example.input) == example.expected, "\(example.label)")
  }
}
