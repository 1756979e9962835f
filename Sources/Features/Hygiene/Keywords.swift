import Corpus

extension Signals {
  /// The keywords of the package.
  ///
  /// Question: Did the author care to be found? Direction: more is safer.
  /// Unit: count. Absent when the field is empty.
  /// To fake it: Copy keywords.
  static let keywords = Signal(
    SignalDefinition(
      name: "keywords", facet: .hygiene, unit: "count",
      direction: .higherIsSafer, costToFake: .trivial,
      question: "Did the author care to be found?",
      howToFake: "Copy keywords."
    )
  ) { input in
    input.facts.keywordCount.map { Double($0) }
  }
}
