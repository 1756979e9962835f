import Corpus
import Features
import Testing

@Suite struct DependentsTests {
  static let cases: [SignalCase] = [
    SignalCase("five", .facts(graph: graphSignals(dependents: 5)) { _ in }, .present(5)),
    SignalCase("none", .facts(graph: graphSignals(dependents: 0)) { _ in }, .present(0)),
    SignalCase("no link stage", .facts { _ in }, .notCollected),
  ]

  @Test("dependents", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("dependents", example.input) == example.expected, "\(example.label)")
  }
}
