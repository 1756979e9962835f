import Corpus
import Features
import Testing

@Suite struct FilesTests {
  static let cases: [SignalCase] = [
    SignalCase("given", .facts { $0.fileCount = .present(12) }, .present(12)),
    SignalCase("empty", .facts { $0.fileCount = .absent }, .absent),
    SignalCase("no such field", .facts { $0.fileCount = .notApplicable }, .notApplicable),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("files", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("files", example.input) == example.expected, "\(example.label)")
  }
}
