import Corpus

extension ScoringInput {
  /// The same rows, with the direction of these signals taken from the labels.
  ///
  /// A signal is riskier upwards when reported rows lie in higher bins on average. The guess has
  /// seen every label that takes part in the fit, folds included: declare what is known instead.
  package func guessingDirections(of names: Set<String>, settings: FitSettings) -> ScoringInput {
    guard !names.isEmpty else { return self }
    let codes = FittedEvidence.codes(self, settings)
    let rows = FitRows(
      self, settings: settings, skipped: [Bool](repeating: false, count: packages.count))
    var guessed = self
    for index in columns.indices where names.contains(columns[index].definition.name) {
      let valueBins = codes.edges[index].count + 1
      let bins = codes.codes[index].map { Int($0) < valueBins ? Double($0) : nil }
      let bad = Self.mean(rows.malicious.map { bins[$0] }, rows.weights)
      let usual = Self.mean(
        rows.unlabelled.map { bins[$0] }, [Double](repeating: 1, count: rows.unlabelled.count))
      guessed.columns[index] = columns[index].directed(
        bad >= usual ? .lowerIsSafer : .higherIsSafer)
    }
    return guessed
  }

  private static func mean(_ values: [Double?], _ weights: [Double]) -> Double {
    var (sum, total) = (0.0, 0.0)
    for (value, weight) in zip(values, weights) {
      guard let value else { continue }
      sum += weight * value
      total += weight
    }
    return total > 0 ? sum / total : 0
  }
}

extension SignalColumn {
  fileprivate func directed(_ direction: SignalDirection) -> SignalColumn {
    let own = definition
    return SignalColumn(
      definition: SignalDefinition(
        name: own.name, facet: own.facet, unit: own.unit, direction: direction,
        costToFake: own.costToFake, question: own.question, howToFake: own.howToFake),
      values: values, states: states)
  }
}
