import Corpus

/// Counts of one signal's codes by fold, from which every model is made.
struct EvidenceCounts {
  let definition: SignalDefinition
  let edges: [Double]
  private let shape: WeightOfEvidence.Shape
  /// Per fold and code.
  private var unlabelled: [[Int]]
  private var malicious: [[Double]]

  init(definition: SignalDefinition, edges: [Double], codes: [UInt8], rows: FitRows, folds: Int) {
    self.definition = definition
    self.edges = edges
    shape = WeightOfEvidence.Shape(definition.direction)
    let width = edges.count + 4
    unlabelled = [[Int]](repeating: [Int](repeating: 0, count: width), count: folds)
    malicious = [[Double]](repeating: [Double](repeating: 0, count: width), count: folds)
    var flat = [Int](repeating: 0, count: folds * width)
    for (row, fold) in zip(rows.unlabelled, rows.unlabelledFolds) {
      flat[fold * width + Int(codes[row])] += 1
    }
    for fold in 0..<folds { unlabelled[fold] = Array(flat[fold * width..<(fold + 1) * width]) }
    for (index, row) in rows.malicious.enumerated() {
      malicious[rows.maliciousFolds[index]][Int(codes[row])] += rows.weights[index]
    }
  }

  /// The evidence from all folds but one.
  func evidence(without left: Int?, settings: FitSettings) -> SignalEvidence {
    let informative = edges.count + 2
    var usual = [Int](repeating: 0, count: informative)
    var bad = [Double](repeating: 0, count: informative)
    for fold in unlabelled.indices where fold != left {
      for code in 0..<informative {
        usual[code] += unlabelled[fold][code]
        bad[code] += malicious[fold][code]
      }
    }
    let woe = WeightOfEvidence(
      malicious: bad, unlabelled: usual.map(Double.init), shrinkage: settings.evidenceShrinkage,
      shape: shape, ordered: informative - 1)
    return SignalEvidence(
      name: definition.name, facet: definition.facet, direction: definition.direction,
      edges: edges, nats: Array(woe.nats.dropLast()), withheldNats: woe.nats.last ?? 0,
      unlabelled: usual, campaigns: bad, informationValue: woe.informationValue,
      dropped: dropReason(woe, usual, bad, settings))
  }

  private func dropReason(
    _ woe: WeightOfEvidence, _ usual: [Int], _ bad: [Double], _ settings: FitSettings
  ) -> String? {
    if definition.direction == .contextOnly { return "context only" }
    if woe.informationValue < settings.minimumInformation { return SignalEvidence.tooLittle }
    let mode = usual.indices.max { usual[$0] < usual[$1] } ?? 0
    let off = bad.reduce(0, +) - bad[mode]
    if off < settings.minimumCampaignsOffMode - 1e-9 { return "few campaigns off the usual value" }
    return nil
  }
}

extension WeightOfEvidence.Shape {
  /// The shape that a declared direction asks for.
  init(_ direction: SignalDirection) {
    self =
      switch direction {
      case .higherIsSafer: .falling
      case .lowerIsSafer: .rising
      case .unconstrained, .contextOnly: .free
      }
  }
}
