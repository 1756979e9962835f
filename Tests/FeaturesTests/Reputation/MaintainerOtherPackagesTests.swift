import Corpus
import Features
import Testing

@Suite struct MaintainerOtherPackagesTests {
  static let cases: [SignalCase] = [
    SignalCase(
      "nine",
      .facts(graph: graphSignals(maintainerOtherPackages: 9)) { $0.maintainers = .present(["a"]) },
      .present(9)),
    SignalCase("no link stage", .facts { $0.maintainers = .present(["a"]) }, .notCollected),
    SignalCase(
      "none listed",
      .facts(graph: graphSignals(maintainerOtherPackages: 9)) { $0.maintainers = .absent }, .absent),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("maintainer_other_packages", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(
      measure("maintainer_other_packages", example.input) == example.expected, "\(example.label)")
  }
}
