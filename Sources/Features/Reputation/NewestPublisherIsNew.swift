import Corpus

extension Signals {
  /// Whether the account behind the newest release never published here before.
  ///
  /// Question: Was the newest release made by a stranger to the package? Direction: more is
  /// riskier.
  /// Unit: 0 or 1. Withheld with fewer than two releases that name their publisher.
  /// To fake it: Take over an account that has published here, or publish something harmless
  /// first.
  static let newestPublisherIsNew = Signal(
    SignalDefinition(
      name: "newest_publisher_is_new", facet: .reputation, unit: "0 or 1",
      direction: .lowerIsSafer, costToFake: .prohibitive,
      question: "Was the newest release made by a stranger to the package?",
      howToFake: """
        Take over an account that has published here, or publish something harmless first.
        """
    )
  ) { input in
    input.publishedReleases.flatMap { releases in
      guard releases.count >= 2 else { return .withheld }
      let newest = releases[releases.count - 1].publisher
      return .present(releases.dropLast().contains { $0.publisher == newest } ? 0 : 1)
    }
  }
}
