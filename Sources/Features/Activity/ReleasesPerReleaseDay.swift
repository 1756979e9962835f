import Corpus

extension Signals {
  /// The releases made on an average day with any.
  ///
  /// Question: Do releases come in bursts, as scripts make them? Direction: none declared.
  /// Unit: count per day. Absent without releases, not collected before a document was read.
  /// To fake it: Spread the releases over several days.
  static let releasesPerReleaseDay = Signal(
    SignalDefinition(
      name: "releases_per_release_day", facet: .activity, unit: "count per day",
      direction: .unconstrained, costToFake: .low,
      question: "Do releases come in bursts, as scripts make them?",
      howToFake: "Spread the releases over several days."
    )
  ) { input in
    input.publishTimes.map { times in
      Double(times.count) / Double(Set(times.map(\.epochDay)).count)
    }
  }
}
