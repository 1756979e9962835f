import Foundation

/// The areas of two scores on the same rows and how sure they are, rows taken as independent.
///
/// For campaigns of one package only: copies inside a campaign make it far too sure (method, 5.3).
/// Source: https://doi.org/10.1109/LSP.2014.2337313
package struct DeLong: Sendable {
  package let areas: [Double]
  /// Covariance of the areas, row by row.
  package let covariance: [[Double]]

  /// One array of scores per model, in the same row order; both classes must have two rows.
  package init(scores: [[Double]], isPositive: [Bool]) {
    let parts = scores.map { Placements($0, isPositive) }
    areas = parts.map(\.area)
    covariance = parts.map { left in
      parts.map { right in
        Self.covariance(left.positive, right.positive) / Double(left.positive.count)
          + Self.covariance(left.negative, right.negative) / Double(left.negative.count)
      }
    }
  }

  /// The first area less the second.
  package var difference: Double { areas[0] - areas[1] }

  package var differenceError: Double {
    (covariance[0][0] + covariance[1][1] - covariance[0][1] - covariance[1][0]).squareRoot()
  }

  /// The difference in standard errors; 0 when the scores rank alike.
  package var z: Double { differenceError > 0 ? difference / differenceError : 0 }

  /// 95 % limits of one model's area, cut to 0...1.
  package func interval(_ model: Int) -> BinomialInterval {
    let reach = Special.normalQuantile(0.975) * covariance[model][model].squareRoot()
    return BinomialInterval(low: max(0, areas[model] - reach), high: min(1, areas[model] + reach))
  }

  private static func covariance(_ left: [Double], _ right: [Double]) -> Double {
    let count = Double(left.count)
    let (leftMean, rightMean) = (left.reduce(0, +) / count, right.reduce(0, +) / count)
    let sum = zip(left, right).reduce(0) { $0 + ($1.0 - leftMean) * ($1.1 - rightMean) }
    return sum / (count - 1)
  }
}

/// Where each row stands among the rows of the other class.
package struct Placements: Sendable {
  /// Per positive row, in row order: the share of negatives below, ties counting half.
  package let positive: [Double]
  /// Per negative row: the share of positives above, ties counting half.
  package let negative: [Double]

  package init(_ scores: [Double], _ isPositive: [Bool]) {
    let bad = zip(scores, isPositive).filter(\.1).map(\.0)
    let good = zip(scores, isPositive).filter { !$0.1 }.map(\.0)
    positive = MidRank.percentiles(of: bad, among: ColumnSort.ascending(good))
    negative = MidRank.percentiles(of: good, among: ColumnSort.ascending(bad)).map { 1 - $0 }
  }

  /// The area under the ROC curve.
  package var area: Double { positive.reduce(0, +) / Double(positive.count) }
}
