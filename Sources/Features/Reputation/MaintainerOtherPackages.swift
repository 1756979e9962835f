import Corpus

extension Signals {
  /// The most packages any of its maintainers has besides this one.
  ///
  /// Question: Do its maintainers have anything else to lose? Direction: more is safer.
  /// Unit: count. Not collected without the link stage.
  /// To fake it: Publish empty packages from the same account.
  static let maintainerOtherPackages = Signal(
    SignalDefinition(
      name: "maintainer_other_packages", facet: .reputation, unit: "count",
      direction: .higherIsSafer, costToFake: .low,
      question: "Do its maintainers have anything else to lose?",
      howToFake: "Publish empty packages from the same account."
    )
  ) { input in
    input.facts.maintainers.flatMap { _ in
      input.graph?.maintainerOtherPackages.map { .present(Double($0)) } ?? .notCollected
    }
  }
}
