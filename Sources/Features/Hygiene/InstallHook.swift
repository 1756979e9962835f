import Corpus

extension Signals {
  /// Whether installing the current version runs code of the package.
  ///
  /// Question: Does it run code before anybody calls it? Direction: more is riskier.
  /// Unit: 0 or 1. Absent when the document names no hook.
  /// To fake it: Run the code on import instead.
  static let installHook = Signal(
    SignalDefinition(
      name: "install_hook", facet: .hygiene, unit: "0 or 1",
      direction: .lowerIsSafer, costToFake: .low,
      question: "Does it run code before anybody calls it?",
      howToFake: "Run the code on import instead."
    )
  ) { input in
    input.facts.installHook.asNumber
  }
}
