import Corpus
import Features
import Testing

@Suite struct ComponentPackagesTests {
  static let cases: [SignalCase] = [
    SignalCase("five", .facts(graph: graphSignals(componentPackages: 5)) { _ in }, .present(5)),
    SignalCase("none", .facts(graph: graphSignals(componentPackages: 0)) { _ in }, .present(0)),
    SignalCase("no link stage", .facts { _ in }, .notCollected),
  ]

  @Test("component_packages", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("component_packages", example.input) == example.expected, "\(example.label)")
  }
}
