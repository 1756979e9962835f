import Foundation

/// Cllr: what a set of likelihood ratios costs, in bits; 0 is perfect, 1 says nothing.
///
/// It does not depend on any base rate. Source: https://doi.org/10.1016/j.csl.2005.08.001
package enum RatioCost {
  /// From natural logarithms of ratios; each class's weights are made to sum to one half.
  package static func bits(
    positive: [Double], negative: [Double], positiveWeights: [Double]? = nil,
    negativeWeights: [Double]? = nil
  ) -> Double {
    let bad = mean(positive.map { softplus(-$0) }, positiveWeights)
    let good = mean(negative.map(softplus), negativeWeights)
    return (bad + good) / (2 * log(2))
  }

  /// The least cost any increasing map of the scores could reach, by pooling adjacent violators.
  ///
  /// The rest of `bits` is loss of calibration, not of discrimination.
  package static func leastBits(_ curve: RankingCurve) -> Double {
    let (bad, good) = steps(of: curve)
    let shares = zip(bad, good).map { $0 / ($0 + $1) }
    let fitted = IsotonicFit.decreasing(shares, weights: zip(bad, good).map { $0 + $1 })
    var sum = 0.0
    for step in fitted.indices {
      // With classes of equal weight the fitted share's odds are the ratio itself.
      if bad[step] > 0 { sum -= bad[step] * log(fitted[step]) }
      if good[step] > 0 { sum -= good[step] * log1p(-fitted[step]) }
    }
    return sum / (2 * log(2))
  }

  /// The mass at each threshold, each class summing to 1.
  private static func steps(of curve: RankingCurve) -> (bad: [Double], good: [Double]) {
    var (bad, good): ([Double], [Double]) = ([], [])
    var (lastBad, lastGood) = (0.0, 0.0)
    for (found, alarms) in zip(curve.truePositives, curve.falsePositives) {
      bad.append((found - lastBad) / curve.positives)
      good.append((alarms - lastGood) / curve.negatives)
      (lastBad, lastGood) = (found, alarms)
    }
    return (bad, good)
  }

  /// `ln(1 + e^x)` without overflow.
  package static func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }

  private static func mean(_ values: [Double], _ weights: [Double]?) -> Double {
    guard let weights else { return values.reduce(0, +) / Double(values.count) }
    return zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
  }
}
