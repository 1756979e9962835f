import Foundation

/// How far two samples of a score are apart: effect sizes, not alarms (method, section 5.6).
package enum DistributionShift {
  /// The largest distance between the two distribution functions over shared, ascending cells.
  package static func kolmogorovSmirnov(_ first: [Double], _ second: [Double]) -> Double {
    let (firstTotal, secondTotal) = (first.reduce(0, +), second.reduce(0, +))
    var (left, right, widest) = (0.0, 0.0, 0.0)
    for cell in first.indices {
      left += first[cell]
      right += second[cell]
      widest = max(widest, abs(left / firstTotal - right / secondTotal))
    }
    return widest
  }

  /// The mean distance a unit of mass must move, in score units, between cells of this width.
  package static func wasserstein(_ first: [Double], _ second: [Double], width: Double) -> Double {
    let (firstTotal, secondTotal) = (first.reduce(0, +), second.reduce(0, +))
    var (left, right, sum) = (0.0, 0.0, 0.0)
    for cell in first.indices.dropLast() {
      left += first[cell]
      right += second[cell]
      sum += abs(left / firstTotal - right / secondTotal) * width
    }
    return sum
  }

  /// The point that the stability index of two samples of one population passes once in a thousand.
  ///
  /// Without drift the index is close to `(1/n + 1/m)` times chi-square with `cells - 1` degrees.
  package static func nullPoint(
    first: Double, second: Double, cells: Int, probability: Double = 0.999
  ) -> Double {
    let degrees = Double(max(cells - 1, 1))
    return (1 / first + 1 / second)
      * Special.chiSquareQuantile(degrees: degrees, probability)
  }
}
