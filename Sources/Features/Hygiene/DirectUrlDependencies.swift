import Corpus

extension Signals {
  /// The dependencies fetched from a URL, git or a path instead of the registry.
  ///
  /// Question: Does it pull in code that no registry can take down? Direction: more is riskier.
  /// Unit: count. Absent when the document lists no dependencies.
  /// To fake it: Put the code into a package of its own.
  static let directUrlDependencies = Signal(
    SignalDefinition(
      name: "direct_url_dependencies", facet: .hygiene, unit: "count",
      direction: .lowerIsSafer, costToFake: .low,
      question: "Does it pull in code that no registry can take down?",
      howToFake: "Put the code into a package of its own."
    )
  ) { input in
    input.facts.dependencies.map { Double($0.filter(\.isDirectURL).count) }
  }
}
