import Corpus

extension Signals {
  /// The length of the name without its npm scope.
  ///
  /// Question: Is the name as long as names are? Direction: none declared.
  /// Unit: characters. Always present.
  /// To fake it: Choose another name.
  static let nameLength = Signal(
    SignalDefinition(
      name: "name_length", facet: .name, unit: "characters",
      direction: .unconstrained, costToFake: .trivial,
      question: "Is the name as long as names are?",
      howToFake: "Choose another name."
    )
  ) { input in
    return .present(Double(PackageNames.unscoped(input.facts.package).unicodeScalars.count))
  }
}
