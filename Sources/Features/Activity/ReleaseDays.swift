import Corpus

extension Signals {
  /// The distinct UTC days on which something was released.
  ///
  /// Question: On how many days did somebody work on it, bursts counted once? Direction: more is
  /// safer.
  /// Unit: count. Absent without releases, not collected before a document was read.
  /// To fake it: Publish a version a day for as many days.
  static let releaseDays = Signal(
    SignalDefinition(
      name: "release_days", facet: .activity, unit: "count",
      direction: .higherIsSafer, costToFake: .high,
      question: "On how many days did somebody work on it, bursts counted once?",
      howToFake: "Publish a version a day for as many days."
    )
  ) { input in
    input.publishTimes.map { Double(Set($0.map(\.epochDay)).count) }
  }
}
