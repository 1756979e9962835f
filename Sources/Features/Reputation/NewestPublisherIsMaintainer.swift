import Corpus

extension Signals {
  /// Whether the account behind the newest release still may publish.
  ///
  /// Question: Is the publisher of the newest release one of the maintainers? Direction: more is
  /// safer.
  /// Unit: 0 or 1. Not collected when publisher or maintainers are not known.
  /// To fake it: Stay on the list of maintainers.
  static let newestPublisherIsMaintainer = Signal(
    SignalDefinition(
      name: "newest_publisher_is_maintainer", facet: .reputation, unit: "0 or 1",
      direction: .higherIsSafer, costToFake: .low,
      question: "Is the publisher of the newest release one of the maintainers?",
      howToFake: "Stay on the list of maintainers."
    )
  ) { input in
    input.publishedReleases.flatMap { releases in
      input.facts.maintainers.map { accounts in
        accounts.contains(releases[releases.count - 1].publisher) ? 1 : 0
      }
    }
  }
}
