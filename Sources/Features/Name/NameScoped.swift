import Corpus

extension Signals {
  /// Whether the name is inside an npm scope.
  ///
  /// Question: Is the name protected by a scope only its owner can use? Direction: more is safer.
  /// Unit: 0 or 1. Not applicable outside npm.
  /// To fake it: Register a scope that looks like another.
  static let nameScoped = Signal(
    SignalDefinition(
      name: "name_scoped", facet: .name, unit: "0 or 1",
      direction: .higherIsSafer, costToFake: .low,
      question: "Is the name protected by a scope only its owner can use?",
      howToFake: "Register a scope that looks like another."
    )
  ) { input in
    if input.facts.package.ecosystem != .npm { return .notApplicable }
    return .present(input.facts.package.key.hasPrefix("@") ? 1 : 0)
  }
}
