import Corpus

extension Signals {
  /// The place of the imitated name among popular names, 0 for the most popular.
  ///
  /// Question: How much would the imitation be worth? Direction: more is safer.
  /// Unit: rank. Withheld when no rule fires; not collected without popular names.
  /// To fake it: Imitate a less popular name.
  static let nameTargetRank = Signal(
    SignalDefinition(
      name: "name_target_rank", facet: .name, unit: "rank",
      direction: .higherIsSafer, costToFake: .trivial,
      question: "How much would the imitation be worth?",
      howToFake: "Imitate a less popular name."
    )
  ) { input in
    guard input.hasPopularNames else { return .notCollected }
    guard input.nameMatch.rule != nil, let rank = input.nameMatch.rank else { return .withheld }
    return .present(Double(rank))
  }
}
