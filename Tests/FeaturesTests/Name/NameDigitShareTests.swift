import Corpus
import Features
import Testing

@Suite struct NameDigitShareTests {
  static let cases: [SignalCase] = [
    SignalCase("half", .named("ab12"), .present(0.5)),
    SignalCase("none", .named("requests"), .present(0)),
    SignalCase("scope left out", .named("@a1/b2c4", .npm), .present(0.5)),
  ]

  @Test("name_digit_share", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("name_digit_share", example.input) == example.expected, "\(example.label)")
  }
}
