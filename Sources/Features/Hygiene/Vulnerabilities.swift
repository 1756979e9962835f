import Corpus

extension Signals {
  /// Published vulnerability reports that are not withdrawn.
  ///
  /// Question: Has anybody looked at it, and found something? Direction: none declared.
  /// Unit: count. Absent when the field is empty.
  /// To fake it: Nobody reports on what nobody uses.
  static let vulnerabilities = Signal(
    SignalDefinition(
      name: "vulnerabilities", facet: .hygiene, unit: "count",
      direction: .unconstrained, costToFake: .trivial,
      question: "Has anybody looked at it, and found something?",
      howToFake: "Nobody reports on what nobody uses."
    )
  ) { input in
    input.facts.vulnerabilityCount.map { Double($0) }
  }
}
