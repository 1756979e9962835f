import Corpus
import Features
import Testing

@Suite struct NameLengthTests {
  static let cases: [SignalCase] = [
    SignalCase("plain", .named("requests"), .present(8)),
    SignalCase("scope left out", .named("@types/node", .npm), .present(4)),
  ]

  @Test("name_length", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("name_length", example.input) == example.expected, "\(example.label)")
  }
}
