import Corpus

extension Signals {
  /// The trove classifiers or crates.io categories.
  ///
  /// Question: Did the author sort it where it belongs? Direction: more is safer.
  /// Unit: count. Absent when the field is empty.
  /// To fake it: Copy classifiers.
  static let classifiers = Signal(
    SignalDefinition(
      name: "classifiers", facet: .hygiene, unit: "count",
      direction: .higherIsSafer, costToFake: .trivial,
      question: "Did the author sort it where it belongs?",
      howToFake: "Copy classifiers."
    )
  ) { input in
    input.facts.classifierCount.map { Double($0) }
  }
}
