import Corpus
import Features
import Testing

@Suite struct LicenceGivenTests {
  static let cases: [SignalCase] = [
    SignalCase("given", .facts { $0.licence = .present("MIT") }, .present(1)),
    SignalCase("empty", .facts { $0.licence = .absent }, .absent),
    SignalCase("no such field", .facts { $0.licence = .notApplicable }, .notApplicable),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("licence_given", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("licence_given", example.input) == example.expected, "\(example.label)")
  }
}
