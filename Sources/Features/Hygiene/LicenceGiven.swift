import Corpus

extension Signals {
  /// Whether a licence is stated.
  ///
  /// Question: May anybody use it? Direction: more is safer.
  /// Unit: 0 or 1. Absent when the field is empty.
  /// To fake it: Write a licence into the metadata.
  static let licenceGiven = Signal(
    SignalDefinition(
      name: "licence_given", facet: .hygiene, unit: "0 or 1",
      direction: .higherIsSafer, costToFake: .trivial,
      question: "May anybody use it?",
      howToFake: "Write a licence into the metadata."
    )
  ) { input in
    input.facts.licence.isGiven
  }
}
