import Corpus
import Features
import Testing

@Suite struct DownloadsTests {
  static let cases: [SignalCase] = [
    SignalCase("many", .facts { $0.downloads = .present(12_345) }, .present(12_345)),
    SignalCase("no such field", .facts { $0.downloads = .notApplicable }, .notApplicable),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("downloads", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("downloads", example.input) == example.expected, "\(example.label)")
  }
}
