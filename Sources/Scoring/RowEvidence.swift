import Corpus

/// The evidence of every row under one set of signals: total, by facet, and what is missing.
struct RowEvidence {
  let facets: [Facet]
  /// Nats per row.
  let total: [Double]
  /// Nats per facet and row; nil where too much of the facet is unknown.
  let byFacet: [[Double?]]
  /// Whether too much of a row is unknown for it to be compared.
  let isPartial: [Bool]

  init(signals: [SignalEvidence], codes: SignalCodes, rowCount: Int, maximumUnknownShare: Double) {
    facets = Facet.allCases.filter { facet in signals.contains { $0.isUsed && $0.facet == facet } }
    total = codes.totals(signals.map(\.table), rowCount: rowCount)
    var byFacet: [[Double?]] = []
    var missing = [Double](repeating: 0, count: rowCount)
    var range = 0.0
    for facet in facets {
      let members = signals.indices.filter { signals[$0].isUsed && signals[$0].facet == facet }
      let part = FacetEvidence(members, signals, codes, rowCount)
      for row in 0..<rowCount { missing[row] += part.missing[row] }
      range += part.range
      byFacet.append(part.known(maximumUnknownShare))
    }
    self.byFacet = byFacet
    let bound = maximumUnknownShare * range
    isPartial = missing.map { $0 > bound }
  }
}

/// Sums over the used signals of one facet.
private struct FacetEvidence {
  var sums: [Double]
  /// The range of evidence that unknown signals would carry, per row, in nats.
  var missing: [Double]
  var range = 0.0

  init(_ members: [Int], _ signals: [SignalEvidence], _ codes: SignalCodes, _ rowCount: Int) {
    sums = [Double](repeating: 0, count: rowCount)
    missing = sums
    for index in members {
      let signal = signals[index]
      codes.add(codes.codes[index], signal.table, to: &sums)
      var lost = [Double](repeating: 0, count: signal.edges.count + 4)
      lost[Int(SignalCodes.unknown(signal.edges))] = signal.range
      codes.add(codes.codes[index], lost, to: &missing)
      range += signal.range
    }
  }

  func known(_ maximumUnknownShare: Double) -> [Double?] {
    let bound = maximumUnknownShare * range
    return sums.indices.map { missing[$0] > bound ? nil : sums[$0] }
  }
}
