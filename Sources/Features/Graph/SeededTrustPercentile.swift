import Corpus

extension Signals {
  /// The rank of the trust that reaches it from well-known packages.
  ///
  /// Question: Does a path of dependencies and maintainers lead here from packages known to be
  /// good? Direction: more is safer.
  /// Unit: share of packages. 0 to 1. All packages without trust share the middle of their ranks:
  /// zero is no evidence. Not collected with fewer than 50 seeds or without the link stage.
  /// To fake it: Make a trusted package depend on it, or share a maintainer with one for 30 days.
  static let seededTrustPercentile = Signal(
    SignalDefinition(
      name: "seeded_trust_percentile", facet: .graph, unit: "share of packages",
      direction: .higherIsSafer, costToFake: .prohibitive,
      question:
        "Does a path of dependencies and maintainers lead here from packages known to be good?",
      howToFake: "Make a trusted package depend on it, or share a maintainer with one for 30 days."
    )
  ) { input in
    input.graph?.trust.map { .present($0.percentile) } ?? .notCollected
  }
}
