import Corpus

extension Signals {
  /// The releases of the last 365 days.
  ///
  /// Question: Is somebody still working on it? Direction: more is safer.
  /// Unit: count. Absent without releases, not collected before a document was read. Not
  /// collected when no release has a readable time.
  /// To fake it: Publish versions from a script.
  static let releases365d = Signal(
    SignalDefinition(
      name: "releases_365d", facet: .activity, unit: "count",
      direction: .higherIsSafer, costToFake: .low,
      question: "Is somebody still working on it?",
      howToFake: "Publish versions from a script."
    )
  ) { input in
    input.publishTimes.map { times in
      Double(times.filter { input.now.days(since: $0) <= 365 }.count)
    }
  }
}
