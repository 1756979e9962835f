import Corpus

extension Signals {
  /// The length of the readme or long description.
  ///
  /// Question: Did the author explain how it is used? Direction: more is safer.
  /// Unit: characters. Absent when the field is empty.
  /// To fake it: Copy another package's readme.
  static let readmeCharacters = Signal(
    SignalDefinition(
      name: "readme_characters", facet: .hygiene, unit: "characters",
      direction: .higherIsSafer, costToFake: .trivial,
      question: "Did the author explain how it is used?",
      howToFake: "Copy another package's readme."
    )
  ) { input in
    input.facts.readmeCharacters.map { Double($0) }
  }
}
