import Corpus

extension Signals {
  /// The size of the current version.
  ///
  /// Question: Is it as large as what it claims to be? Direction: none declared.
  /// Unit: bytes. Absent when the field is empty.
  /// To fake it: Pad it, or download the rest when it runs.
  static let sizeBytes = Signal(
    SignalDefinition(
      name: "size_bytes", facet: .hygiene, unit: "bytes",
      direction: .unconstrained, costToFake: .trivial,
      question: "Is it as large as what it claims to be?",
      howToFake: "Pad it, or download the rest when it runs."
    )
  ) { input in
    input.facts.sizeBytes.map { Double($0) }
  }
}
