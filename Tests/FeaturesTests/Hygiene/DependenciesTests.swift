import Corpus
import Features
import Testing

@Suite struct DependenciesTests {
  static let cases: [SignalCase] = [
    SignalCase(
      "runtime only",
      .facts {
        $0.dependencies = .present([
          dependency("a"), dependency("b", .development), dependency("c"),
        ])
      }, .present(2)),
    SignalCase("none", .facts { $0.dependencies = .absent }, .absent),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("dependencies", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("dependencies", example.input) == example.expected, "\(example.label)")
  }
}
