import Corpus

extension Signals {
  /// Whether the author calls the current version deprecated.
  ///
  /// Question: Does its author advise against it? Direction: none declared.
  /// Unit: 0 or 1. Absent when the document does not say so.
  /// To fake it: Do not deprecate it.
  static let deprecated = Signal(
    SignalDefinition(
      name: "deprecated", facet: .hygiene, unit: "0 or 1",
      direction: .unconstrained, costToFake: .trivial,
      question: "Does its author advise against it?",
      howToFake: "Do not deprecate it."
    )
  ) { input in
    input.facts.deprecated.asNumber
  }
}
