import Corpus

extension Signals {
  /// Whether documentation is named.
  ///
  /// Question: Is there documentation? Direction: more is safer.
  /// Unit: 0 or 1. Absent when the field is empty.
  /// To fake it: Name any page.
  static let documentationGiven = Signal(
    SignalDefinition(
      name: "documentation_given", facet: .hygiene, unit: "0 or 1",
      direction: .higherIsSafer, costToFake: .trivial,
      question: "Is there documentation?",
      howToFake: "Name any page."
    )
  ) { input in
    input.facts.documentation.isGiven
  }
}
