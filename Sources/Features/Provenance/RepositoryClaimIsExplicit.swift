import Corpus

extension Signals {
  /// Whether the repository is named in the field meant for it.
  ///
  /// Question: Did the author state the repository, or was it read out of another link?
  /// Direction: more is safer.
  /// Unit: 0 or 1. Absent without a claim.
  /// To fake it: Fill in the field.
  static let repositoryClaimIsExplicit = Signal(
    SignalDefinition(
      name: "repository_claim_is_explicit", facet: .provenance, unit: "0 or 1",
      direction: .higherIsSafer, costToFake: .trivial,
      question: """
        Did the author state the repository, or was it read out of another link?
        """,
      howToFake: "Fill in the field."
    )
  ) { input in
    input.facts.repository.map {
      RepositoryHosts.explicitRules.contains($0.rule.lowercased()) ? 1 : 0
    }
  }
}
