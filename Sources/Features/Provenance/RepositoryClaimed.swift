import Corpus

extension Signals {
  /// Whether the package names a source repository.
  ///
  /// Question: Does it say where its source is? Direction: more is safer.
  /// Unit: 0 or 1. Absent when the document names none.
  /// To fake it: Write any repository into the metadata.
  static let repositoryClaimed = Signal(
    SignalDefinition(
      name: "repository_claimed", facet: .provenance, unit: "0 or 1",
      direction: .higherIsSafer, costToFake: .trivial,
      question: "Does it say where its source is?",
      howToFake: "Write any repository into the metadata."
    )
  ) { input in
    input.facts.repository.isGiven
  }
}
