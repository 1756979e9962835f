import Corpus

extension Signals {
  /// The time from the first release of any of its maintainers to the newest release here.
  ///
  /// Question: Had its maintainers been around when they made the newest release? Direction:
  /// none, it measures age and is shown as context only.
  /// Unit: days. Not collected without the link stage or publish times.
  /// To fake it: Publish something early and wait.
  static let maintainerAgeAtNewestDays = Signal(
    SignalDefinition(
      name: "maintainer_age_at_newest_days", facet: .reputation, unit: "days",
      direction: .contextOnly, costToFake: .high,
      question: "Had its maintainers been around when they made the newest release?",
      howToFake: "Publish something early and wait."
    )
  ) { input in
    input.publishTimes.flatMap { times in
      guard let first = input.graph?.maintainerFirstPublish else { return .notCollected }
      return .present(max(0, times[times.count - 1].days(since: first)))
    }
  }
}
