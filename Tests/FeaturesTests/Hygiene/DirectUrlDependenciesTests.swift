import Corpus
import Features
import Testing

@Suite struct DirectUrlDependenciesTests {
  static let cases: [SignalCase] = [
    SignalCase(
      "one",
      .facts { $0.dependencies = .present([dependency("a"), dependency("b", isDirectURL: true)]) },
      .present(1)),
    SignalCase(
      "none direct", .facts { $0.dependencies = .present([dependency("a")]) }, .present(0)),
    SignalCase("none", .facts { $0.dependencies = .absent }, .absent),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("direct_url_dependencies", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(
      measure("direct_url_dependencies", example.input) == example.expected, "\(example.label)")
  }
}
