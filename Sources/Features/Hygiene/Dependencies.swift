import Corpus

extension Signals {
  /// The packages needed to run the current version.
  ///
  /// Question: How much does it build on? Direction: none declared.
  /// Unit: count. Absent when the document lists none. Optional, peer, build and development
  /// dependencies do not count.
  /// To fake it: Add or leave out dependencies.
  static let dependencies = Signal(
    SignalDefinition(
      name: "dependencies", facet: .hygiene, unit: "count",
      direction: .unconstrained, costToFake: .trivial,
      question: "How much does it build on?",
      howToFake: "Add or leave out dependencies."
    )
  ) { input in
    input.facts.dependencies.map { Double($0.filter { $0.kind == .runtime }.count) }
  }
}
