import Corpus

extension Signals {
  /// The accounts that may publish.
  ///
  /// Question: How many people stand behind it? Direction: more is safer.
  /// Unit: count. Absent when the document lists none.
  /// To fake it: Register more accounts.
  static let maintainers = Signal(
    SignalDefinition(
      name: "maintainers", facet: .reputation, unit: "count",
      direction: .higherIsSafer, costToFake: .low,
      question: "How many people stand behind it?",
      howToFake: "Register more accounts."
    )
  ) { input in
    input.facts.maintainers.map { Double($0.count) }
  }
}
