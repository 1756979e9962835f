import Corpus

extension Signals {
  /// The length of the one-line summary.
  ///
  /// Question: Did the author say what it is? Direction: more is safer.
  /// Unit: characters. Absent when the field is empty.
  /// To fake it: Copy another package's summary.
  static let summaryCharacters = Signal(
    SignalDefinition(
      name: "summary_characters", facet: .hygiene, unit: "characters",
      direction: .higherIsSafer, costToFake: .trivial,
      question: "Did the author say what it is?",
      howToFake: "Copy another package's summary."
    )
  ) { input in
    input.facts.summaryCharacters.map { Double($0) }
  }
}
