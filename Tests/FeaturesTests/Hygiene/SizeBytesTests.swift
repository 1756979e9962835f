import Corpus
import Features
import Testing

@Suite struct SizeBytesTests {
  static let cases: [SignalCase] = [
    SignalCase("given", .facts { $0.sizeBytes = .present(98_765) }, .present(98_765)),
    SignalCase("empty", .facts { $0.sizeBytes = .absent }, .absent),
    SignalCase("no such field", .facts { $0.sizeBytes = .notApplicable }, .notApplicable),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("size_bytes", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("size_bytes", example.input) == example.expected, "\(example.label)")
  }
}
