import Corpus

extension Signals {
  /// The other owners whose claims on the same repository are established.
  ///
  /// Question: Does somebody else's history fit this repository too? Direction: more is riskier.
  /// Unit: count. Owners that share an account, and packages the repository tags by name, count
  /// once. Absent without a claim; not collected when the repository was not visited.
  /// To fake it: Claim a repository nobody else claims.
  static let repositorySharedClaims = Signal(
    SignalDefinition(
      name: "repository_shared_claims", facet: .provenance, unit: "count",
      direction: .lowerIsSafer, costToFake: .low,
      question: "Does somebody else's history fit this repository too?",
      howToFake: "Claim a repository nobody else claims."
    )
  ) { input in
    input.visited { .present(Double($0.otherParties)) }
  }
}
