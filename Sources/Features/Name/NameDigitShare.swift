import Corpus

extension Signals {
  /// The share of digits in the name without its npm scope.
  ///
  /// Question: Does the name look generated? Direction: more is riskier.
  /// Unit: share. Always present.
  /// To fake it: Choose another name.
  static let nameDigitShare = Signal(
    SignalDefinition(
      name: "name_digit_share", facet: .name, unit: "share",
      direction: .lowerIsSafer, costToFake: .trivial,
      question: "Does the name look generated?",
      howToFake: "Choose another name."
    )
  ) { input in
    let name = PackageNames.unscoped(input.facts.package).utf8
    guard !name.isEmpty else { return .withheld }
    return .present(Double(name.filter { (0x30...0x39).contains($0) }.count) / Double(name.count))
  }
}
