import Corpus
import Features
import Testing

@Suite struct ReadmeCharactersTests {
  static let cases: [SignalCase] = [
    SignalCase("given", .facts { $0.readmeCharacters = .present(4_200) }, .present(4_200)),
    SignalCase("empty", .facts { $0.readmeCharacters = .absent }, .absent),
    SignalCase("no such field", .facts { $0.readmeCharacters = .notApplicable }, .notApplicable),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("readme_characters", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("readme_characters", example.input) == example.expected, "\(example.label)")
  }
}
