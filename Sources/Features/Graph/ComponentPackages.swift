import Corpus

extension Signals {
  /// The packages connected to it by dependencies in either direction.
  ///
  /// Question: Is it part of the fabric of the registry? Direction: more is safer.
  /// Unit: count. Not collected without the link stage.
  /// To fake it: Depend on a popular package.
  static let componentPackages = Signal(
    SignalDefinition(
      name: "component_packages", facet: .graph, unit: "count",
      direction: .higherIsSafer, costToFake: .trivial,
      question: "Is it part of the fabric of the registry?",
      howToFake: "Depend on a popular package."
    )
  ) { input in
    input.graph.map { .present(Double($0.componentPackages)) } ?? .notCollected
  }
}
