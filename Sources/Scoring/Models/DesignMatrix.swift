/// Columns of numbers, eight rows to a vector; rows that fill up the last vector are 0.
struct DesignMatrix {
  let rowCount: Int
  private(set) var columns: [[SIMD8<Double>]] = []

  init(rowCount: Int, columns: [[SIMD8<Double>]] = []) {
    self.rowCount = rowCount
    self.columns = columns
  }

  /// Vectors per column.
  var vectorCount: Int { (rowCount + 7) / 8 }

  /// Adds a column from one number a row.
  mutating func append(_ values: [Double]) { columns.append(Self.packed(values)) }

  /// Numbers as vectors, filled up with 0.
  static func packed(_ values: [Double]) -> [SIMD8<Double>] {
    var vectors = [SIMD8<Double>](repeating: .zero, count: (values.count + 7) / 8)
    for (row, value) in values.enumerated() { vectors[row / 8][row % 8] = value }
    return vectors
  }

  /// The intercept plus the columns times their coefficients, per row.
  func margins(_ coefficients: [Double], intercept: Double) -> [SIMD8<Double>] {
    var sums = [SIMD8<Double>](repeating: SIMD8(repeating: intercept), count: vectorCount)
    for (column, coefficient) in zip(columns, coefficients) where coefficient != 0 {
      for index in sums.indices { sums[index] += coefficient * column[index] }
    }
    return sums
  }

  /// The sum of each column's products with one number a row.
  func products(with values: [SIMD8<Double>]) -> [Double] {
    columns.map { Self.dot($0, values, 0..<values.count) }
  }

  /// The weighted products of all pairs of columns, with a leading column of ones.
  func gram(weights: [SIMD8<Double>]) -> SquareMatrix {
    let size = columns.count + 1
    var result = SquareMatrix(size: size)
    let blockLength = 64
    for start in stride(from: 0, to: vectorCount, by: blockLength) {
      let block = start..<min(start + blockLength, vectorCount)
      result[0, 0] += weights[block].reduce(.zero, +).sum()
      for row in columns.indices {
        let scaled = zip(columns[row][block], weights[block]).map { $0 * $1 }
        result[row + 1, 0] += scaled.reduce(.zero, +).sum()
        for column in 0...row {
          result[row + 1, column + 1] += Self.dot(scaled, columns[column], from: block.lowerBound)
        }
      }
    }
    result.mirrorLowerHalf()
    return result
  }

  private static func dot(
    _ left: [SIMD8<Double>], _ right: [SIMD8<Double>], _ range: Range<Int>
  ) -> Double {
    var sum = SIMD8<Double>.zero
    for index in range { sum += left[index] * right[index] }
    return sum.sum()
  }

  private static func dot(
    _ left: [SIMD8<Double>], _ right: [SIMD8<Double>], from start: Int
  ) -> Double {
    var sum = SIMD8<Double>.zero
    for index in left.indices { sum += left[index] * right[start + index] }
    return sum.sum()
  }
}
