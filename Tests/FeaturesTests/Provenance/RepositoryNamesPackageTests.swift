import Corpus
import Features
import Testing

@Suite struct RepositoryNamesPackageTests {
  static let cases: [SignalCase] = [
    SignalCase(
      "same name",
      .facts {
        $0.repository = .present(
          RepositoryClaim(host: "github.com", path: "somebody/python-example", rule: "repository"))
      }, .present(1)),
    SignalCase(
      "another name",
      .facts {
        $0.repository = .present(
          RepositoryClaim(host: "github.com", path: "pallets/flask", rule: "repository"))
      }, .present(0)),
    SignalCase("none", .facts { $0.repository = .absent }, .absent),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("repository_names_package", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(
      measure("repository_names_package", example.input) == example.expected, "\(example.label)")
  }
}
