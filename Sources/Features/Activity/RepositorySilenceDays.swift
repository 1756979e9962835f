import Corpus

extension Signals {
  /// The time since the newest commit seen in the claimed repository.
  ///
  /// Question: How long has the repository been quiet? Direction: none, it measures age and is
  /// shown as context only.
  /// Unit: days. Absent without a claim; not collected when the repository was not visited or has
  /// no commit with a date. A commit dated after now counts as today.
  /// To fake it: Commit again: the date is the author's own.
  static let repositorySilenceDays = Signal(
    SignalDefinition(
      name: "repository_silence_days", facet: .activity, unit: "days",
      direction: .contextOnly, costToFake: .trivial,
      question: "How long has the repository been quiet?",
      howToFake: "Commit again: the date is the author's own."
    )
  ) { input in
    input.visited { repository in
      repository.facts.newestCommitAt.map { .present(max(0, input.now.days(since: $0))) }
        ?? .notCollected
    }
  }
}
