import Corpus

extension Signals {
  /// The packages of the corpus that depend on it.
  ///
  /// Question: Do others rely on it? Direction: more is safer.
  /// Unit: count. Not collected without the link stage.
  /// To fake it: Publish packages that depend on it.
  static let dependents = Signal(
    SignalDefinition(
      name: "dependents", facet: .graph, unit: "count",
      direction: .higherIsSafer, costToFake: .low,
      question: "Do others rely on it?",
      howToFake: "Publish packages that depend on it."
    )
  ) { input in
    input.graph.map { .present(Double($0.dependents)) } ?? .notCollected
  }
}
