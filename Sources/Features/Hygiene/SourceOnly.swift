import Corpus

extension Signals {
  /// Whether the current version has only a source distribution, which is built on install.
  ///
  /// Question: Must its build script run to install it? Direction: more is riskier.
  /// Unit: 0 or 1. Absent when the document lists no files.
  /// To fake it: Upload a built distribution too.
  static let sourceOnly = Signal(
    SignalDefinition(
      name: "source_only", facet: .hygiene, unit: "0 or 1",
      direction: .lowerIsSafer, costToFake: .trivial,
      question: "Must its build script run to install it?",
      howToFake: "Upload a built distribution too."
    )
  ) { input in
    input.facts.sourceOnly.asNumber
  }
}
