/// The leading principal axis of binned signals: activity as Trusty measures it (method, 2.6).
///
/// Bin numbers are standardised (ddof 0, constant columns left out); the axis is the leading
/// eigenvector of their covariance, signed so that its loadings sum to more than 0. It finds
/// popularity, not malice, and is computed as a baseline.
package struct PrincipalAxis: Codable, Sendable, Equatable {
  package let means: [Double]
  /// 0 for a constant column.
  package let deviations: [Double]
  package let loadings: [Double]
  /// All eigenvalues of the covariance (ddof 1), largest first.
  package let eigenvalues: [Double]

  /// An accepted axis keeps at least this congruence with the one before it.
  package static let minimumCongruence = 0.95
  /// Below this ratio of the two largest eigenvalues the direction is not identified.
  package static let minimumEigenvalueRatio = 1.2

  /// Fits columns of bin numbers; nil when fewer than two rows or no column varies.
  package init?(bins columns: [[Double]]) {
    let count = columns.first?.count ?? 0
    guard count > 1 else { return nil }
    means = columns.map { $0.reduce(0, +) / Double(count) }
    deviations = zip(columns, means).map { column, mean in
      let variance = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
      return variance < 1e-24 ? 0 : variance.squareRoot()
    }
    let kept = columns.indices.filter { [deviations] in deviations[$0] > 0 }
    guard !kept.isEmpty else { return nil }
    var design = DesignMatrix(rowCount: count)
    for index in kept {
      let (mean, deviation) = (means[index], deviations[index])
      design.append(columns[index].map { ($0 - mean) / deviation })
    }
    let ones = DesignMatrix.packed([Double](repeating: 1, count: count))
    let products = design.gram(weights: ones)
    var covariance = SquareMatrix(size: kept.count)
    for row in kept.indices {
      for column in kept.indices {
        covariance[row, column] = products[row + 1, column + 1] / Double(count - 1)
      }
    }
    let eigen = SymmetricEigen(covariance)
    eigenvalues = eigen.values
    let leading = eigen.vectors[0]
    let sign: Double = leading.reduce(0, +) < 0 ? -1 : 1
    var loadings = [Double](repeating: 0, count: columns.count)
    for (place, index) in kept.enumerated() { loadings[index] = sign * leading[place] }
    self.loadings = loadings
  }

  /// Whether the leading direction stands out from the second.
  package var isIdentified: Bool {
    guard eigenvalues.count > 1 else { return true }
    return eigenvalues[0] >= Self.minimumEigenvalueRatio * eigenvalues[1]
  }

  /// How alike two axes are, in 0...1; 0 when they have other columns.
  package func congruence(with other: PrincipalAxis) -> Double {
    guard loadings.count == other.loadings.count else { return 0 }
    return abs(zip(loadings, other.loadings).reduce(0) { $0 + $1.0 * $1.1 })
  }

  /// The axis to use after a refit: the new one, or the old one where the new cannot be trusted.
  package static func accepted(_ fitted: PrincipalAxis?, before: PrincipalAxis?) -> (
    axis: PrincipalAxis?, isUnstable: Bool
  ) {
    guard let fitted, fitted.isIdentified else { return (before, true) }
    guard let before else { return (fitted, false) }
    let isAlike = fitted.congruence(with: before) >= minimumCongruence
    return isAlike ? (fitted, false) : (before, true)
  }

  /// The position of one row of bin numbers on the axis; NaN stands at the mean.
  package func position(_ bins: [Double]) -> Double {
    var sum = 0.0
    for index in bins.indices where deviations[index] > 0 && bins[index].isFinite {
      sum += loadings[index] * ((bins[index] - means[index]) / deviations[index])
    }
    return sum
  }
}
