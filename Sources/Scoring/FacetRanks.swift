package import Corpus

/// Facet percentiles and the re-ranked minimum of them.
///
/// The minimum of several uniform percentiles is small for most good packages, so it is ranked
/// once more among the minima of the unlabelled population (method, section 3).
package struct FacetRanks: Codable, Sendable, Equatable {
  /// Facets with at least one used signal, in the order of `Facet.allCases`.
  package let facets: [Facet]
  /// Trust of the unlabelled population per facet.
  let ranks: [RankTable]
  /// Per set of known facets that occurs (a bit each), the minima of the population.
  let minima: [Int: RankTable]

  /// The weakest of the known facets and its re-ranked percentile; nil when none is known.
  func weakest(_ evidence: [Double?]) -> (facet: Facet, percentile: Double)? {
    guard let (facet, lowest, mask) = Self.lowest(evidence, ranks) else { return nil }
    if let table = minima[mask] { return (facets[facet], table.percentile(lowest)) }
    // A set never seen: facets taken as independent.
    return (facets[facet], WeakestFacet.independent(lowest, facets: mask.nonzeroBitCount))
  }

  /// The facet with the lowest percentile, that percentile, and the set of known facets.
  private static func lowest(
    _ evidence: [Double?], _ ranks: [RankTable]
  ) -> (facet: Int, percentile: Double, mask: Int)? {
    var best: (facet: Int, percentile: Double)?
    var mask = 0
    for (facet, value) in evidence.enumerated() {
      guard let value else { continue }
      mask |= 1 << facet
      let percentile = ranks[facet].percentile(-value)
      if percentile < best?.percentile ?? 2 { best = (facet, percentile) }
    }
    return best.map { ($0.facet, $0.percentile, mask) }
  }

  /// Ranks the population: `evidence` is per facet and row, nil where the facet is unknown.
  init(facets: [Facet], evidence: [[Double?]], rows: [Int]) {
    self.facets = facets
    ranks = Parallel.map(evidence.count) { facet in
      let known = rows.compactMap { evidence[facet][$0].map { -$0 } }
      return RankTable(ValueCounts(sorted: ColumnSort.ascending(known)), limit: 4000)
    }
    minima = Self.minima(evidence: evidence, ranks: ranks, rows: rows)
  }

  private static func minima(
    evidence: [[Double?]], ranks: [RankTable], rows: [Int]
  ) -> [Int: RankTable] {
    let percentiles = Parallel.map(evidence.count) { facet in
      rows.map { row in evidence[facet][row].map { ranks[facet].percentile(-$0) } }
    }
    let masks = rows.indices.map { index in
      percentiles.indices.reduce(0) { $0 | (percentiles[$1][index] == nil ? 0 : 1 << $1) }
    }
    var tables: [Int: RankTable] = [:]
    for mask in Set(masks) where mask != 0 {
      let members = percentiles.indices.filter { mask & 1 << $0 != 0 }
      let values = rows.indices.filter { masks[$0] & mask == mask }.map { index in
        members.reduce(1.0) { min($0, percentiles[$1][index] ?? 1) }
      }
      tables[mask] = RankTable(ValueCounts(sorted: ColumnSort.ascending(values)), limit: 2000)
    }
    return tables
  }
}
