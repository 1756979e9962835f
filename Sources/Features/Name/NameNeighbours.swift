import Corpus

extension Signals {
  /// The popular names one or two edits away.
  ///
  /// Question: How crowded is the neighbourhood of the name? Direction: more is riskier.
  /// Unit: count. Not collected without popular names; absent for popular names themselves.
  /// To fake it: Choose another name.
  static let nameNeighbours = Signal(
    SignalDefinition(
      name: "name_neighbours", facet: .name, unit: "count",
      direction: .lowerIsSafer, costToFake: .trivial,
      question: "How crowded is the neighbourhood of the name?",
      howToFake: "Choose another name."
    )
  ) { input in
    guard input.hasPopularNames else { return .notCollected }
    return input.nameMatch.isPopular ? .absent : .present(Double(input.nameMatch.neighbours))
  }
}
