import Corpus

extension Signals {
  /// The evidence that the name imitates a popular one.
  ///
  /// Question: Could somebody type or read this name and mean a popular one? Direction: more is
  /// riskier.
  /// Unit: decibans. Absent when no rule fires and for popular names themselves: an ordinary name
  /// is no evidence of innocence. Not collected without popular names.
  /// To fake it: Choose another name; most malware has one.
  static let nameConfusionDecibans = Signal(
    SignalDefinition(
      name: "name_confusion_decibans", facet: .name, unit: "decibans",
      direction: .lowerIsSafer, costToFake: .trivial,
      question: "Could somebody type or read this name and mean a popular one?",
      howToFake: "Choose another name; most malware has one."
    )
  ) { input in
    guard input.hasPopularNames else { return .notCollected }
    return input.nameMatch.decibans.map { .present($0) } ?? .absent
  }
}
