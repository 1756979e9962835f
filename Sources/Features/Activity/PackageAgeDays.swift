import Corpus

extension Signals {
  /// The time since the first release.
  ///
  /// Question: How long has the name been in use? Direction: none, it measures age and is shown
  /// as context only.
  /// Unit: days. Absent without releases, not collected before a document was read.
  /// To fake it: Publish early and wait, or take over an old package.
  static let packageAgeDays = Signal(
    SignalDefinition(
      name: "package_age_days", facet: .activity, unit: "days",
      direction: .contextOnly, costToFake: .high,
      question: "How long has the name been in use?",
      howToFake: "Publish early and wait, or take over an old package."
    )
  ) { input in
    input.publishTimes.map { times in input.now.days(since: times[0]) }
  }
}
