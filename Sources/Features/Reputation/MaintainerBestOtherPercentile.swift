import Corpus

extension Signals {
  /// The best trust rank among its maintainers' other packages of at least 180 days.
  ///
  /// Question: Do its maintainers also keep packages that others have reason to trust? Direction:
  /// more is safer.
  /// Unit: share of packages. 0 to 1. The package itself is left out. Absent when they have no
  /// other package that old; not collected without trust or maintainers.
  /// To fake it: Take over, or be let into, a package that others rely on.
  static let maintainerBestOtherPercentile = Signal(
    SignalDefinition(
      name: "maintainer_best_other_percentile", facet: .reputation, unit: "share of packages",
      direction: .higherIsSafer, costToFake: .prohibitive,
      question: "Do its maintainers also keep packages that others have reason to trust?",
      howToFake: "Take over, or be let into, a package that others rely on."
    )
  ) { input in
    input.facts.maintainers.flatMap { _ in
      guard let trust = input.graph?.trust else { return .notCollected }
      return trust.bestOtherPercentile.map { .present($0) } ?? .absent
    }
  }
}
