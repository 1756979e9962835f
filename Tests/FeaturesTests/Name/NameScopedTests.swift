import Corpus
import Features
import Testing

@Suite struct NameScopedTests {
  static let cases: [SignalCase] = [
    SignalCase("scoped", .named("@types/node", .npm), .present(1)),
    SignalCase("not scoped", .named("react", .npm), .present(0)),
    SignalCase("crates.io", .named("serde", .crates), .notApplicable),
  ]

  @Test("name_scoped", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("name_scoped", example.input) == example.expected, "\(example.label)")
  }
}
