import Corpus

extension Signals {
  /// The distinct owners whose packages claim the same repository.
  ///
  /// Question: Does somebody else claim this repository too, as in starjacking? Direction: more
  /// is riskier.
  /// Unit: count. Owners that share a maintainer count once. Absent without a claim; not
  /// collected without the link stage or maintainers.
  /// To fake it: Claim a repository nobody else claims.
  static let repositoryClaimants = Signal(
    SignalDefinition(
      name: "repository_claimants", facet: .provenance, unit: "count",
      direction: .lowerIsSafer, costToFake: .trivial,
      question: "Does somebody else claim this repository too, as in starjacking?",
      howToFake: "Claim a repository nobody else claims."
    )
  ) { input in
    guard case .present = input.facts.maintainers else {
      return input.facts.repository.flatMap { _ in input.facts.maintainers.map { _ in 0 } }
    }
    return input.facts.repository.flatMap { _ in
      input.graph?.repositoryClaimants.map { .present(Double($0)) } ?? .notCollected
    }
  }
}
