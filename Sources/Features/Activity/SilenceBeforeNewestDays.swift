import Corpus

extension Signals {
  /// The gap between the newest release and the one before.
  ///
  /// Question: Did it wake up after a long silence, as taken-over packages do? Direction: none,
  /// it measures age and is shown as context only.
  /// Unit: days. Withheld with fewer than two releases.
  /// To fake it: Release something harmless first and wait.
  static let silenceBeforeNewestDays = Signal(
    SignalDefinition(
      name: "silence_before_newest_days", facet: .activity, unit: "days",
      direction: .contextOnly, costToFake: .high,
      question: "Did it wake up after a long silence, as taken-over packages do?",
      howToFake: "Release something harmless first and wait."
    )
  ) { input in
    input.releaseGapsInDays.map { $0[$0.count - 1] }
  }
}
