import Corpus
import Features
import Testing

@Suite struct DependentMaintainersTests {
  static let cases: [SignalCase] = [
    SignalCase(
      "five",
      .facts(graph: graphSignals(dependentMaintainers: 5)) { $0.maintainers = .present(["a"]) },
      .present(5)),
    SignalCase(
      "maintainers not known",
      .facts(graph: graphSignals(dependentMaintainers: 0)) { $0.maintainers = .notApplicable },
      .notApplicable),
    SignalCase("no link stage", .facts { $0.maintainers = .present(["a"]) }, .notCollected),
  ]

  @Test("dependent_maintainers", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("dependent_maintainers", example.input) == example.expected, "\(example.label)")
  }
}
