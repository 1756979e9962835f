import Corpus

extension Signals {
  /// Whether the current version ships type declarations.
  ///
  /// Question: Did the author do the work of typing it? Direction: more is safer.
  /// Unit: 0 or 1. Absent when the document says nothing about types.
  /// To fake it: Ship an empty declaration file.
  static let typeDeclarations = Signal(
    SignalDefinition(
      name: "type_declarations", facet: .hygiene, unit: "0 or 1",
      direction: .higherIsSafer, costToFake: .trivial,
      question: "Did the author do the work of typing it?",
      howToFake: "Ship an empty declaration file."
    )
  ) { input in
    input.facts.typeDeclarations.asNumber
  }
}
