/// The distinct values of a column, ascending, with how many elements are at most each.
package struct ValueCounts: Sendable, Equatable {
  package private(set) var values: [Double] = []
  package private(set) var through: [Int] = []

  /// Counts finite values; the array must be ascending.
  package init(sorted: [Double]) {
    for (index, value) in sorted.enumerated() {
      if let last = values.last, last == value {
        through[through.count - 1] = index + 1
      } else {
        values.append(value)
        through.append(index + 1)
      }
    }
  }

  /// The number of elements counted.
  package var total: Int { through.last ?? 0 }

  /// How many elements equal the value at this index.
  func count(at index: Int) -> Int { through[index] - (index > 0 ? through[index - 1] : 0) }
}
