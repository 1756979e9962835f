import Foundation

/// The plain L2 logistic baseline on raw values (method, section 2.1 and M4 of 2.7).
///
/// Values are `sign(x) log1p(|x|)`, then standardised with the mean and the population deviation
/// of the training rows. What has no value (unknown, withheld, inapplicable) is NaN on the way in
/// and stands at the mean: it says nothing.
package struct PlainLogistic: Codable, Sendable, Equatable {
  package let means: [Double]
  /// 0 for a column that never varies: it is left out.
  package let deviations: [Double]
  package let fit: LogisticFit

  /// Fits columns of damped values, one element a training row.
  package init(
    columns: [[Double]], isPositive: [Bool], weights: [Double], ridge: Double = 1
  ) {
    var (means, deviations): ([Double], [Double]) = ([], [])
    var design = DesignMatrix(rowCount: isPositive.count)
    for column in columns {
      let (mean, deviation) = Self.moments(column)
      means.append(mean)
      deviations.append(deviation)
      design.append(column.map { Self.standardised($0, mean, deviation) })
    }
    self.means = means
    self.deviations = deviations
    fit = RidgeLogistic(
      design, isPositive: isPositive, weights: weights, ridge: ridge, isNonNegative: false
    ).fit()
  }

  /// The log odds of every row of damped columns.
  package func margins(_ columns: [[Double]], rowCount: Int) -> [Double] {
    var sums = [Double](repeating: fit.intercept, count: rowCount)
    for index in columns.indices where fit.coefficients[index] != 0 {
      let (mean, deviation) = (means[index], deviations[index])
      for row in 0..<rowCount {
        let value = Self.standardised(columns[index][row], mean, deviation)
        sums[row] += fit.coefficients[index] * value
      }
    }
    return sums
  }

  /// `sign(x) log1p(|x|)`; NaN stays NaN.
  package static func damped(_ value: Double) -> Double {
    value < 0 ? -log1p(-value) : log1p(value)
  }

  private static func standardised(_ value: Double, _ mean: Double, _ deviation: Double) -> Double {
    deviation > 0 && value.isFinite ? (value - mean) / deviation : 0
  }

  /// Mean and population deviation of what is there; a deviation below 1e-12 is 0.
  private static func moments(_ values: [Double]) -> (mean: Double, deviation: Double) {
    var (sum, count) = (0.0, 0.0)
    for value in values where value.isFinite {
      sum += value
      count += 1
    }
    guard count > 0 else { return (0, 0) }
    let mean = sum / count
    var squares = 0.0
    for value in values where value.isFinite { squares += (value - mean) * (value - mean) }
    let deviation = (squares / count).squareRoot()
    return (mean, deviation < 1e-12 ? 0 : deviation)
  }
}
