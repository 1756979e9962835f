import Corpus

extension Signals {
  /// Whether the newest release was published by another account than the one before.
  ///
  /// Question: Did the package just change hands? Direction: more is riskier.
  /// Unit: 0 or 1. Withheld with fewer than two releases that name their publisher.
  /// To fake it: Publish from the previous publisher's own account.
  static let newestPublisherChanged = Signal(
    SignalDefinition(
      name: "newest_publisher_changed", facet: .reputation, unit: "0 or 1",
      direction: .lowerIsSafer, costToFake: .prohibitive,
      question: "Did the package just change hands?",
      howToFake: "Publish from the previous publisher's own account."
    )
  ) { input in
    input.publishedReleases.flatMap { releases in
      guard releases.count >= 2 else { return .withheld }
      let newest = releases.suffix(2).map(\.publisher)
      return .present(newest[0] == newest[1] ? 0 : 1)
    }
  }
}
