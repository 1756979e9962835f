import Foundation

/// How far probabilities are from what happened, rows weighted (method, section 5.3).
package struct Calibration: Sendable {
  private let probabilities: [Double]
  private let outcomes: [Double]
  /// Sum 1.
  private let weights: [Double]

  /// - Parameters:
  ///   - rowWeights: as of campaigns that count once; 1 each when left out.
  ///   - prevalence: the share of positives the weights make; nil keeps the sample's mix.
  package init(
    probabilities: [Double], isPositive: [Bool], rowWeights: [Double]? = nil,
    prevalence: Double? = nil
  ) {
    self.probabilities = probabilities
    outcomes = isPositive.map { $0 ? 1 : 0 }
    let own = rowWeights ?? [Double](repeating: 1, count: isPositive.count)
    var (positives, negatives) = (0.0, 0.0)
    for row in own.indices {
      if isPositive[row] { positives += own[row] } else { negatives += own[row] }
    }
    let share = prevalence ?? positives / (positives + negatives)
    weights = own.indices.map { row in
      own[row] * (isPositive[row] ? share / positives : (1 - share) / negatives)
    }
  }

  /// The mean squared error; at a low base rate the constant 0 scores almost 0: see `Cllr`.
  package var brier: Double {
    zip(weights, zip(probabilities, outcomes)).reduce(0) { sum, row in
      sum + row.0 * (row.1.0 - row.1.1) * (row.1.0 - row.1.1)
    }
  }

  /// The mean negative log likelihood, in nats; probabilities are kept 1e-15 away from 0 and 1.
  package var logLoss: Double {
    zip(weights, zip(probabilities, outcomes)).reduce(0) { sum, row in
      let p = min(max(row.1.0, 1e-15), 1 - 1e-15)
      return sum - row.0 * (row.1.1 == 1 ? log(p) : log1p(-p))
    }
  }

  /// One bin of the reliability diagram.
  package struct Bin: Sendable, Equatable {
    package let count: Int
    /// Weight of the bin; all bins sum to 1.
    package let weight: Double
    package let meanProbability: Double
    /// The weighted share of positives.
    package let observed: Double
  }

  /// Bins of about equal numbers of rows that never split a probability.
  package func bins(_ count: Int) -> [Bin] {
    let counted = ValueCounts(sorted: ColumnSort.ascending(probabilities))
    let bins = Bins.equalPopulation(counted, bins: count)
    var rows = [Int](repeating: 0, count: bins.count)
    var (mass, sum, bad) = (
      [Double](repeating: 0, count: bins.count), [Double](repeating: 0, count: bins.count),
      [Double](repeating: 0, count: bins.count)
    )
    for index in probabilities.indices {
      let bin = bins.index(of: probabilities[index])
      rows[bin] += 1
      mass[bin] += weights[index]
      sum[bin] += weights[index] * probabilities[index]
      bad[bin] += weights[index] * outcomes[index]
    }
    return rows.indices.filter { rows[$0] > 0 }.map {
      Bin(
        count: rows[$0], weight: mass[$0], meanProbability: sum[$0] / mass[$0],
        observed: bad[$0] / mass[$0])
    }
  }

  /// The mean distance between mean probability and observed share over the bins.
  package func expectedError(bins count: Int) -> Double {
    bins(count).reduce(0) { $0 + $1.weight * abs($1.meanProbability - $1.observed) }
  }
}
