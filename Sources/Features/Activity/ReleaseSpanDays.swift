import Corpus

extension Signals {
  /// The time from the first to the newest release.
  ///
  /// Question: Over how long has it been maintained? Direction: none, it measures age and is
  /// shown as context only.
  /// Unit: days. Absent without releases, not collected before a document was read.
  /// To fake it: Publish early and wait.
  static let releaseSpanDays = Signal(
    SignalDefinition(
      name: "release_span_days", facet: .activity, unit: "days",
      direction: .contextOnly, costToFake: .high,
      question: "Over how long has it been maintained?",
      howToFake: "Publish early and wait."
    )
  ) { input in
    input.publishTimes.map { times in
      times[times.count - 1].days(since: times[0])
    }
  }
}
