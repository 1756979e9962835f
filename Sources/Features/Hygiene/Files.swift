import Corpus

extension Signals {
  /// The files in the current version.
  ///
  /// Question: Is it as large as what it claims to be? Direction: none declared.
  /// Unit: count. Absent when the field is empty.
  /// To fake it: Add or leave out files.
  static let files = Signal(
    SignalDefinition(
      name: "files", facet: .hygiene, unit: "count",
      direction: .unconstrained, costToFake: .trivial,
      question: "Is it as large as what it claims to be?",
      howToFake: "Add or leave out files."
    )
  ) { input in
    input.facts.fileCount.map { Double($0) }
  }
}
