import Corpus
import Features
import Testing

@Suite struct HomepageGivenTests {
  static let cases: [SignalCase] = [
    SignalCase("given", .facts { $0.homepage = .present("https://example.org") }, .present(1)),
    SignalCase("empty", .facts { $0.homepage = .absent }, .absent),
    SignalCase("no such field", .facts { $0.homepage = .notApplicable }, .notApplicable),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("homepage_given", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("homepage_given", example.input) == example.expected, "\(example.label)")
  }
}
