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
  package let dropped: String?

  package var isUsed: Bool { dropped == nil }

  /// The most this signal can move the evidence, in nats; 0 when dropped.
  package var range: Double {
    guard isUsed else { return 0 }
    let all = nats + (unlabelled.last ?? 0 > 0 ? [withheldNats] : [])
    return (all.max() ?? 0) - (all.min() ?? 0)
  }

  /// Nats per code of `SignalCodes`; unknown and inapplicable say nothing.
  var table: [Double] {
    isUsed ? nats + [withheldNats, 0, 0] : [Double](repeating: 0, count: nats.count + 3)
  }
}

/// The monotone sum of weights of evidence, with the population it is ranked in.
package struct EvidenceModel: Codable, Sendable, Equatable {
  package let signals: [SignalEvidence]
  /// Trust (evidence in nats, negated) of the unlabelled population.
  package let ranks: RankTable
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
    codes = zip(columns, edges).map { column, inner in
      guard let column else { return [UInt8](repeating: Self.unknown(inner), count: rowCount) }
      return Self.encode(column, inner)
    }
  }

  static func withheld(_ edges: [Double]) -> UInt8 { UInt8(edges.count + 1) }
  static func unknown(_ edges: [Double]) -> UInt8 { UInt8(edges.count + 2) }

  func isUnknown(signal: Int, row: Int) -> Bool {
    codes[signal][row] == Self.unknown(edges[signal])
  }

  private static func encode(_ column: SignalColumn, _ edges: [Double]) -> [UInt8] {
    var codes = [UInt8](repeating: 0, count: column.values.count)
    let (held, unknown) = (withheld(edges), unknown(edges))
    for row in codes.indices {
      let value = column.values[row]
      switch column.states[row] {
      case .present where value.isFinite: codes[row] = UInt8(edges.countBelow(value))
      case .absent: codes[row] = UInt8(edges.countBelow(0))
      case .withheld: codes[row] = held
      case .notApplicable: codes[row] = unknown + 1
      case .present, .notCollected: codes[row] = unknown
      }
    }
    return codes
  }

  /// Evidence per row under these tables, in nats, summed in signal order.
  func totals(_ tables: [[Double]], rowCount: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: rowCount)
    for (signal, table) in tables.enumerated() where table.contains(where: { $0 != 0 }) {
      add(codes[signal], table, to: &sums)
    }
    return sums
  }

  func add(_ codes: [UInt8], _ table: [Double], to sums: inout [Double]) {
    for row in codes.indices { sums[row] += table[Int(codes[row])] }
  }

  /// The evidence of one row, in nats: the same sum in the same order as `totals`.
  func total(_ tables: [[Double]], row: Int) -> Double {
    var sum = 0.0
    for (signal, table) in tables.enumerated() { sum += table[Int(codes[signal][row])] }
    return sum
  }
}
