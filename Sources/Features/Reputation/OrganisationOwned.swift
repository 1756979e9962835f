import Corpus

extension Signals {
  /// Whether the package belongs to an organisation: an npm scope or a team among the owners.
  ///
  /// Question: Does an organisation stand behind it? Direction: more is safer.
  /// Unit: 0 or 1. Not applicable on PyPI, where the documents seldom say.
  /// To fake it: Register a scope or an organisation.
  static let organisationOwned = Signal(
    SignalDefinition(
      name: "organisation_owned", facet: .reputation, unit: "0 or 1",
      direction: .higherIsSafer, costToFake: .low,
      question: "Does an organisation stand behind it?",
      howToFake: "Register a scope or an organisation."
    )
  ) { input in
    switch input.facts.package.ecosystem {
    case .pypi: .notApplicable
    case .npm: .present(input.facts.package.key.hasPrefix("@") ? 1 : 0)
    case .crates: input.facts.maintainers.map { $0.contains { $0.hasPrefix("github:") } ? 1 : 0 }
    }
  }
}
