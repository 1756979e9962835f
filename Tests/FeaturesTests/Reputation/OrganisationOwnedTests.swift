import Corpus
import Features
import Testing

@Suite struct OrganisationOwnedTests {
  static let cases: [SignalCase] = [
    SignalCase("npm scope", .named("@scope/name", .npm), .present(1)),
    SignalCase("npm without scope", .named("name", .npm), .present(0)),
    SignalCase(
      "a team", .facts(.crates) { $0.maintainers = .present(["alice", "github:rust-lang:core"]) },
      .present(1)),
    SignalCase(
      "only people", .facts(.crates) { $0.maintainers = .present(["alice"]) }, .present(0)),
    SignalCase("owners unknown", .unreadOf(.crates), .notCollected),
    SignalCase("PyPI", .unread, .notApplicable),
  ]

  @Test("organisation_owned", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("organisation_owned", example.input) == example.expected, "\(example.label)")
  }
}
