/// Weighted isotonic regression by pooling adjacent violators.
///
/// Source: https://doi.org/10.1214/aoms/1177728423
package enum IsotonicFit {
  /// The closest nondecreasing sequence under these positive weights.
  package static func increasing(_ values: [Double], weights: [Double]) -> [Double] {
    var workspace = IsotonicWorkspace(count: values.count)
    var result = values
    workspace.fitIncreasing(&result, weights: weights)
    return result
  }

  /// The closest nonincreasing sequence under these positive weights.
  package static func decreasing(_ values: [Double], weights: [Double]) -> [Double] {
    var workspace = IsotonicWorkspace(count: values.count)
    var result = values
    workspace.fitDecreasing(&result, weights: weights)
    return result
  }
}

/// The stack of blocks of one fit, kept between fits of the same length.
struct IsotonicWorkspace {
  private var means: [Double]
  private var masses: [Double]
  private var lengths: [Int]

  init(count: Int) {
    means = [Double](repeating: 0, count: count)
    masses = means
    lengths = [Int](repeating: 0, count: count)
  }

  mutating func fitIncreasing(_ values: inout [Double], weights: [Double]) {
    fit(&values, weights: weights, sign: 1)
  }

  mutating func fitDecreasing(_ values: inout [Double], weights: [Double]) {
    fit(&values, weights: weights, sign: -1)
  }

  private mutating func fit(_ values: inout [Double], weights: [Double], sign: Double) {
    var top = 0
    for index in values.indices {
      means[top] = sign * values[index]
      masses[top] = weights[index]
      lengths[top] = 1
      top += 1
      while top > 1, means[top - 2] >= means[top - 1] {
        let mass = masses[top - 2] + masses[top - 1]
        let sum = means[top - 2] * masses[top - 2] + means[top - 1] * masses[top - 1]
        means[top - 2] = mass > 0 ? sum / mass : means[top - 2]
        masses[top - 2] = mass
        lengths[top - 2] += lengths[top - 1]
        top -= 1
      }
    }
    var index = 0
    for block in 0..<top {
      for _ in 0..<lengths[block] {
        values[index] = sign * means[block]
        index += 1
      }
    }
  }
}
