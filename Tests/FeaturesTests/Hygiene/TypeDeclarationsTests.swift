import Corpus
import Features
import Testing

@Suite struct TypeDeclarationsTests {
  static let cases: [SignalCase] = [
    SignalCase("given", .facts { $0.typeDeclarations = .present(true) }, .present(1)),
    SignalCase("empty", .facts { $0.typeDeclarations = .absent }, .absent),
    SignalCase("no such field", .facts { $0.typeDeclarations = .notApplicable }, .notApplicable),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("type_declarations", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("type_declarations", example.input) == example.expected, "\(example.label)")
  }
}
