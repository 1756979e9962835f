import Corpus

extension Signals {
  /// The time since the newest release.
  ///
  /// Question: How long has it been quiet? Direction: none, it measures age and is shown as
  /// context only.
  /// Unit: days. Absent without releases, not collected before a document was read.
  /// To fake it: Publish a new version.
  static let daysSinceLastRelease = Signal(
    SignalDefinition(
      name: "days_since_last_release", facet: .activity, unit: "days",
      direction: .contextOnly, costToFake: .trivial,
      question: "How long has it been quiet?",
      howToFake: "Publish a new version."
    )
  ) { input in
    input.publishTimes.map { times in input.now.days(since: times[times.count - 1]) }
  }
}
