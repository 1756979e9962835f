package import Corpus

/// What one signal's values say, bin by bin.
package struct SignalEvidence: Codable, Sendable, Equatable {
  package let name: String
  package let facet: Facet
  package let direction: SignalDirection
  /// Inclusive upper edges of the value bins; one bin more lies above the last edge.
  package let edges: [Double]
  /// Weight of evidence per value bin, in nats; positive speaks for malice.
  package let nats: [Double]
  /// The same for packages where the value is undefined by design.
  package let withheldNats: Double
  /// The same where the field is empty: the bin of the value 0.
  package var absentNats: Double { nats[edges.countBelow(0)] }
  /// Unlabelled packages per value bin, then withheld.
  package let unlabelled: [Int]
  /// Campaign mass per value bin, then withheld.
  package let campaigns: [Double]
  /// In nats.
  package let informationValue: Double
  /// Why the signal carries no evidence; nil when it is used.
  package var dropped: String?
  /// What its weights are multiplied by in the model of all signals; 0 switches it off.
  package var coefficient = 1.0
  /// The same in the model of its facet alone.
  package var facetCoefficient = 1.0

  package var isUsed: Bool { dropped == nil }

  /// The distance between its most and its least suspicious weight, in nats; 0 when dropped.
  package var range: Double {
    guard isUsed else { return 0 }
    let all = nats + (unlabelled.last ?? 0 > 0 ? [withheldNats] : [])
    return (all.max() ?? 0) - (all.min() ?? 0)
  }

  /// Nats per code of `SignalCodes`, before any coefficient; unknown and inapplicable say nothing.
  var weights: [Double] {
    isUsed ? nats + [withheldNats, 0, 0] : [Double](repeating: 0, count: nats.count + 3)
  }

  /// Nats per code in the model of all signals.
  var table: [Double] { weights.map { coefficient * $0 } }

  /// Nats per code in the model of its facet.
  var facetTable: [Double] { weights.map { facetCoefficient * $0 } }

  /// Nats per code that trust is measured with: an unknown value counts as the most suspicious.
  ///
  /// See `EvidenceModel` for why.
  var doubtTable: [Double] {
    var doubted = table
    doubted[nats.count + 1] = max(0, doubted.max() ?? 0)
    return doubted
  }
}

/// The evidence of one ecosystem's model, with the population it is ranked in.
///
/// Evidence `E` is the intercept plus, per signal, a coefficient times the weight of evidence of
/// the value's bin; a signal that was not collected adds 0 (method, section 2.1). Trust is what is
/// ranked and published: `-E`, less what the signals that were not collected could add to `E` at
/// the worst. A value that is not known speaks neither for nor against a package, but a package
/// cannot be trusted further than it was shown: otherwise whoever makes a fetch fail, or hides a
/// field, is rewarded when the value would have spoken against them. Losing an input leaves `E`
/// without it, raises the doubt by at least as much, and so never raises trust, bit for bit,
/// because sums of the same order with one term raised never fall. Rows that lose too much are
/// partial besides: they get no posterior and take no part in a fit.
package struct EvidenceModel: Codable, Sendable, Equatable {
  package let signals: [SignalEvidence]
  /// Nats that every row has; 0 in a plain sum.
  package var intercept = 0.0
  /// The same of each facet's model.
  package var facetIntercepts: [FacetIntercept] = []
  /// Trust of the unlabelled population, in nats.
  package let ranks: RankTable

  init(_ signals: FittedSignals, ranks: RankTable) {
    self.signals = signals.signals
    intercept = signals.intercept
    facetIntercepts = signals.facetIntercepts
    self.ranks = ranks
  }

  var fitted: FittedSignals {
    FittedSignals(signals: signals, intercept: intercept, facetIntercepts: facetIntercepts)
  }
}

/// The nats that every row has in the model of one facet.
package struct FacetIntercept: Codable, Sendable, Equatable {
  package let facet: Facet
  package let nats: Double
}

/// Signals with their coefficients, before any population is ranked by them.
struct FittedSignals: Sendable {
  var signals: [SignalEvidence]
  var intercept = 0.0
  /// One per facet that has a used signal, in the order of `Facet.allCases`.
  var facetIntercepts: [FacetIntercept] = []
  /// Whether the search for the coefficients came to its end.
  var isConverged = true

  /// Signals as they are, summed: naive Bayes.
  init(sumOf signals: [SignalEvidence]) {
    self.signals = signals
    facetIntercepts = Facet.allCases.filter { facet in
      signals.contains { $0.isUsed && $0.facet == facet }
    }.map { FacetIntercept(facet: $0, nats: 0) }
  }

  init(
    signals: [SignalEvidence], intercept: Double, facetIntercepts: [FacetIntercept],
    isConverged: Bool = true
  ) {
    self.signals = signals
    self.intercept = intercept
    self.facetIntercepts = facetIntercepts
    self.isConverged = isConverged
  }
}

/// The bin of every row in every signal, as one byte each.
///
/// Codes: value bins from 0, then withheld, unknown, inapplicable.
struct SignalCodes {
  /// Inner edges per signal.
  let edges: [[Double]]
  /// Per signal, one code per row.
  let codes: [[UInt8]]

  /// Codes by given edges; a nil column is unknown in every row.
  init(columns: [SignalColumn?], edges: [[Double]], rowCount: Int) {
    self.edges = edges
    codes = Parallel.map(columns.count) { signal in
      guard let column = columns[signal] else {
        return [UInt8](repeating: Self.unknown(edges[signal]), count: rowCount)
      }
      return Self.encode(column, edges[signal])
    }
  }

  static func withheld(_ edges: [Double]) -> UInt8 { UInt8(edges.count + 1) }
  static func unknown(_ edges: [Double]) -> UInt8 { UInt8(edges.count + 2) }

  func isUnknown(signal: Int, row: Int) -> Bool {
    codes[signal][row] == Self.unknown(edges[signal])
  }

  private static func encode(_ column: SignalColumn, _ edges: [Double]) -> [UInt8] {
    var codes = [UInt8](repeating: 0, count: column.values.count)
    let (held, unknown, empty) = (withheld(edges), unknown(edges), bin(0, edges))
    for row in codes.indices {
      let value = column.values[row]
      switch column.states[row] {
      case .present where value.isFinite: codes[row] = Self.bin(value, edges)
      case .absent: codes[row] = empty
      case .withheld: codes[row] = held
      case .notApplicable: codes[row] = unknown + 1
      case .present, .notCollected: codes[row] = unknown
      }
    }
    return codes
  }

  /// How many edges are below a value: with ten of them counting is quicker than searching.
  @inline(__always)
  private static func bin(_ value: Double, _ edges: [Double]) -> UInt8 {
    var below: UInt8 = 0
    for edge in edges { below &+= edge < value ? 1 : 0 }
    return below
  }

  /// Evidence per row under these tables, in nats, summed in signal order.
  func totals(_ tables: [[Double]], rowCount: Int, intercept: Double = 0) -> [Double] {
    let used = tables.indices.filter { tables[$0].contains { $0 != 0 } }
    return Parallel.rows(rowCount) { rows in
      var sums = [Double](repeating: intercept, count: rows.count)
      for signal in used {
        let (own, table) = (codes[signal], tables[signal])
        for place in sums.indices { sums[place] += table[Int(own[rows.lowerBound + place])] }
      }
      return sums
    }
  }

  func add(_ codes: [UInt8], _ table: [Double], to sums: inout [Double]) {
    for row in codes.indices { sums[row] += table[Int(codes[row])] }
  }

  /// The evidence of one row, in nats: the same sum in the same order as `totals`.
  func total(_ tables: [[Double]], row: Int, intercept: Double) -> Double {
    var sum = intercept
    for (signal, table) in tables.enumerated() { sum += table[Int(codes[signal][row])] }
    return sum
  }
}
