import Corpus

/// M1: where a package stands on the leading axis of its activity (method, section 2.6).
///
/// The signals are those of the facet `activity`, or all when no signal has that facet, without
/// those that only give context or are unknown for a fifth of the rows. A package with an unknown
/// value is no part of it and has no position; a withheld value stands at the mean.
package struct ActivityModel: Codable, Sendable, Equatable {
  package let signals: [String]
  /// Inner bin edges per signal.
  package let edges: [[Double]]
  package let axis: PrincipalAxis
  /// Positions of the unlabelled population.
  package let ranks: RankTable

  /// Fits the unlabelled rows, without labels; nil when no signal varies.
  ///
  /// Where labelled rows too decide where bins end, they are part of the population here as well.
  init?(_ input: ScoringInput, _ rows: FitRows, without fold: Int?, settings: FitSettings) {
    var population = rows.unlabelled.indices.filter { rows.unlabelledFolds[$0] != fold }
      .map { rows.unlabelled[$0] }
    var sample = rows.sample.filter { rows.unlabelledFolds[$0] != fold }
      .map { rows.unlabelled[$0] }
    if settings.binsIncludeLabelled {
      let labelled = rows.malicious.indices.filter { rows.maliciousFolds[$0] != fold }
        .map { rows.malicious[$0] }
      population += labelled
      sample += labelled
    }
    self.init(input, rows: population, sample: sample, settings)
  }

  /// - Parameters:
  ///   - rows: the population that is ranked.
  ///   - sample: the rows that bins and axis are fitted on.
  private init?(_ input: ScoringInput, rows: [Int], sample: [Int], _ settings: FitSettings) {
    let columns = Self.columns(input, rows: sample)
    let bins = settings.bins ?? 10
    let edges = columns.map { column in
      let values = sample.compactMap { column.number($0) }
      let counted = ValueCounts(sorted: ColumnSort.ascending(values))
      return Array(Bins.equalPopulation(counted, bins: bins).edges.dropLast())
    }
    let known = sample.filter { row in columns.allSatisfy { !$0.isUnknown(row) } }
    let numbers = zip(columns, edges).map { column, inner in
      let held = column.meanBin(known, inner)
      return known.map { row in column.number(row).map { Double(inner.countBelow($0)) } ?? held }
    }
    guard let axis = PrincipalAxis(bins: numbers) else { return nil }
    self.axis = axis
    self.edges = edges
    signals = columns.map(\.definition.name)
    let positions = Self.positions(columns, edges, axis, rows).compactMap { $0 }
    ranks = RankTable(ValueCounts(sorted: ColumnSort.ascending(positions)), limit: 4000)
  }

  /// The percentile of each of these rows; nil where a value is unknown.
  func percentiles(_ input: ScoringInput, rows: [Int]) -> [Double?] {
    let columns = signals.map { name in input.columns.first { $0.definition.name == name } }
    guard !columns.contains(where: { $0 == nil }) else { return rows.map { _ in nil } }
    let positions = Self.positions(columns.compactMap(\.self), edges, axis, rows)
    return positions.map { $0.map(ranks.percentile) }
  }

  /// The model to keep after a refit, and whether the new axis had to be refused.
  static func accepted(
    _ fitted: ActivityModel?, before: ActivityModel?
  ) -> (model: ActivityModel?, isUnstable: Bool) {
    guard let fitted else { return (before, false) }
    guard fitted.axis.isIdentified else { return (before, true) }
    guard let before, before.signals == fitted.signals else { return (fitted, false) }
    let isAlike = fitted.axis.congruence(with: before.axis) >= PrincipalAxis.minimumCongruence
    return isAlike ? (fitted, false) : (before, true)
  }

  private static func columns(_ input: ScoringInput, rows: [Int]) -> [SignalColumn] {
    let usable = input.columns.filter { column in
      column.definition.direction != .contextOnly
        && 5 * rows.count(where: column.isUnknown) <= rows.count
    }
    let active = usable.filter { $0.definition.facet == .activity }
    return active.isEmpty ? usable : active
  }

  private static func positions(
    _ columns: [SignalColumn], _ edges: [[Double]], _ axis: PrincipalAxis, _ rows: [Int]
  ) -> [Double?] {
    Parallel.rows(rows.count) { places in
      var sums = [Double](repeating: 0, count: places.count)
      var isKnown = [Bool](repeating: true, count: places.count)
      for (index, column) in columns.enumerated() {
        let (mean, deviation) = (axis.means[index], axis.deviations[index])
        for (place, row) in rows[places].enumerated() {
          if column.isUnknown(row) { isKnown[place] = false }
          guard deviation > 0, let value = column.number(row) else { continue }
          let bin = Double(edges[index].countBelow(value))
          sums[place] += axis.loadings[index] * ((bin - mean) / deviation)
        }
      }
      return zip(sums, isKnown).map { $1 ? $0 : nil }
    }
  }
}

extension SignalColumn {
  /// The value of a row as a number; 0 where the field is empty, nil where there is none.
  func number(_ row: Int) -> Double? {
    switch states[row] {
    case .present: values[row].isFinite ? values[row] : nil
    case .absent: 0
    case .notCollected, .withheld, .notApplicable: nil
    }
  }

  /// Whether nobody knows the value.
  func isUnknown(_ row: Int) -> Bool {
    states[row] == .notCollected || (states[row] == .present && !values[row].isFinite)
  }

  /// The mean bin number of the rows that have a value.
  fileprivate func meanBin(_ rows: [Int], _ edges: [Double]) -> Double {
    var (sum, count) = (0.0, 0.0)
    for row in rows {
      guard let value = number(row) else { continue }
      sum += Double(edges.countBelow(value))
      count += 1
    }
    return count > 0 ? sum / count : 0
  }
}
