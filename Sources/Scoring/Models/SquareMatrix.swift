/// A square matrix, row by row.
package struct SquareMatrix: Sendable, Equatable {
  package let size: Int
  private var values: [Double]

  package init(size: Int) {
    self.size = size
    values = [Double](repeating: 0, count: size * size)
  }

  package subscript(row: Int, column: Int) -> Double {
    get { values[row * size + column] }
    set { values[row * size + column] = newValue }
  }

  /// Copies what is below the diagonal above it.
  mutating func mirrorLowerHalf() {
    for row in 0..<size {
      for column in 0..<row { self[column, row] = self[row, column] }
    }
  }

  /// The solution of `self * x = right` by Cholesky; nil when the matrix is not positive definite.
  func solved(_ right: [Double]) -> [Double]? {
    var lower = SquareMatrix(size: size)
    for row in 0..<size {
      for column in 0...row {
        var sum = self[row, column]
        for index in 0..<column { sum -= lower[row, index] * lower[column, index] }
        if row == column {
          guard sum > 0 else { return nil }
          lower[row, row] = sum.squareRoot()
        } else {
          lower[row, column] = sum / lower[column, column]
        }
      }
    }
    return lower.substituted(right)
  }

  /// Forward and backward substitution with this lower triangle.
  private func substituted(_ right: [Double]) -> [Double] {
    var solution = right
    for row in 0..<size {
      for index in 0..<row { solution[row] -= self[row, index] * solution[index] }
      solution[row] /= self[row, row]
    }
    for row in (0..<size).reversed() {
      for index in row + 1..<max(size, row + 1) {
        solution[row] -= self[index, row] * solution[index]
      }
      solution[row] /= self[row, row]
    }
    return solution
  }
}

/// Eigenvalues and eigenvectors of a symmetric matrix, largest first.
package struct SymmetricEigen: Sendable {
  package private(set) var values: [Double]
  /// One unit vector per value; its sign is arbitrary.
  package private(set) var vectors: [[Double]]

  /// Rotates pairs of rows until nothing is left beside the diagonal (cyclic Jacobi).
  ///
  /// Source: https://doi.org/10.1515/crll.1846.30.51
  package init(_ matrix: SquareMatrix) {
    var work = matrix
    var basis = SquareMatrix(size: matrix.size)
    for index in 0..<matrix.size { basis[index, index] = 1 }
    for _ in 0..<60 where Self.offDiagonal(work) > 0 {
      for row in 0..<matrix.size {
        for column in row + 1..<max(matrix.size, row + 1) {
          Self.rotate(row, column, &work, &basis)
        }
      }
    }
    let order = (0..<matrix.size).sorted { (work[$0, $0], $1) > (work[$1, $1], $0) }
    values = order.map { work[$0, $0] }
    vectors = order.map { index in (0..<matrix.size).map { basis[$0, index] } }
  }

  /// The sum of squares beside the diagonal; 0 once it no longer matters.
  private static func offDiagonal(_ matrix: SquareMatrix) -> Double {
    var (beside, on) = (0.0, 0.0)
    for row in 0..<matrix.size {
      on += matrix[row, row] * matrix[row, row]
      for column in 0..<row { beside += matrix[row, column] * matrix[row, column] }
    }
    return beside <= 1e-30 * on ? 0 : beside
  }

  private static func rotate(
    _ p: Int, _ q: Int, _ work: inout SquareMatrix, _ basis: inout SquareMatrix
  ) {
    guard work[p, q] != 0 else { return }
    let theta = (work[q, q] - work[p, p]) / (2 * work[p, q])
    let tangent = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
    let cosine = 1 / (tangent * tangent + 1).squareRoot()
    let sine = tangent * cosine
    for index in 0..<work.size {
      let (left, right) = (work[index, p], work[index, q])
      work[index, p] = cosine * left - sine * right
      work[index, q] = sine * left + cosine * right
    }
    for index in 0..<work.size {
      let (left, right) = (work[p, index], work[q, index])
      work[p, index] = cosine * left - sine * right
      work[q, index] = sine * left + cosine * right
      let (first, second) = (basis[index, p], basis[index, q])
      basis[index, p] = cosine * first - sine * second
      basis[index, q] = sine * first + cosine * second
    }
  }
}
