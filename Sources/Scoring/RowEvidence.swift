import Corpus

/// The evidence of every row under one model: total, trust, by facet, and what is missing.
struct RowEvidence {
  let facets: [Facet]
  /// Nats per row.
  let total: [Double]
  /// What rows are ranked by: evidence negated, less the doubt of what was not collected.
  let trust: [Double]
  /// Nats per facet and row; nil where too much of the facet is unknown.
  let byFacet: [[Double?]]
  /// Whether too much of a row is unknown for it to be compared.
  let isPartial: [Bool]

  init(_ model: FittedSignals, codes: SignalCodes, rowCount: Int, maximumUnknownShare: Double) {
    facets = model.facetIntercepts.map(\.facet)
    total = model.evidence(codes, rowCount)
    trust = model.trust(codes, rowCount)
    isPartial = Self.partialRows(
      model, codes: codes, rowCount: rowCount, maximumUnknownShare: maximumUnknownShare)
    byFacet = Parallel.map(model.facetIntercepts.count) { index in
      let facet = model.facetIntercepts[index]
      let members = model.signals.indices.filter {
        model.signals[$0].isUsed && model.signals[$0].facet == facet.facet
      }
      var sums = [Double](repeating: facet.nats, count: rowCount)
      for index in members {
        codes.add(codes.codes[index], model.signals[index].facetTable, to: &sums)
      }
      let isUnknown = UnknownShare(
        members.map { (model.signals[$0], model.signals[$0].facetCoefficient, $0) }, codes, rowCount
      ).isAbove(maximumUnknownShare)
      return sums.indices.map { isUnknown[$0] ? nil : sums[$0] }
    }
  }

  /// Rows whose unknown signals carry more than this share of the evidence's range.
  static func partialRows(
    _ model: FittedSignals, codes: SignalCodes, rowCount: Int, maximumUnknownShare: Double
  ) -> [Bool] {
    UnknownShare(
      model.signals.indices.map { (model.signals[$0], model.signals[$0].coefficient, $0) }, codes,
      rowCount
    ).isAbove(maximumUnknownShare)
  }
}

extension FittedSignals {
  /// Evidence per row, in nats.
  func evidence(_ codes: SignalCodes, _ rowCount: Int) -> [Double] {
    codes.totals(signals.map(\.table), rowCount: rowCount, intercept: intercept)
  }

  /// Trust per row, in nats.
  func trust(_ codes: SignalCodes, _ rowCount: Int) -> [Double] {
    codes.totals(signals.map(\.doubtTable), rowCount: rowCount, intercept: intercept).map { -$0 }
  }
}

/// How much of the evidence's range the unknown signals of each row carry.
private struct UnknownShare {
  private var missing: [Double]
  private var range = 0.0

  init(
    _ members: [(signal: SignalEvidence, coefficient: Double, index: Int)], _ codes: SignalCodes,
    _ rowCount: Int
  ) {
    missing = [Double](repeating: 0, count: rowCount)
    for member in members where member.signal.isUsed {
      let own = abs(member.coefficient) * member.signal.range
      guard own > 0 else { continue }
      var lost = [Double](repeating: 0, count: member.signal.edges.count + 4)
      lost[Int(SignalCodes.unknown(member.signal.edges))] = own
      codes.add(codes.codes[member.index], lost, to: &missing)
      range += own
    }
  }

  func isAbove(_ share: Double) -> [Bool] {
    let bound = share * range
    return missing.map { $0 > bound }
  }
}
