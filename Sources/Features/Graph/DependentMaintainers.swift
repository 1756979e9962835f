import Corpus

extension Signals {
  /// The distinct maintainers of its dependents, without its own.
  ///
  /// Question: Do other people rely on it? Direction: more is safer.
  /// Unit: count. Not collected without the link stage. Otherwise missing as the maintainers are.
  /// To fake it: Publish dependents from many accounts.
  static let dependentMaintainers = Signal(
    SignalDefinition(
      name: "dependent_maintainers", facet: .graph, unit: "count",
      direction: .higherIsSafer, costToFake: .low,
      question: "Do other people rely on it?",
      howToFake: "Publish dependents from many accounts."
    )
  ) { input in
    input.facts.maintainers.flatMap { _ in
      input.graph.map { .present(Double($0.dependentMaintainers)) } ?? .notCollected
    }
  }
}
