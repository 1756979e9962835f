/// Where a value stands among reference values: the mid-rank percentile.
package enum MidRank {
  /// The share of the sorted reference below each value plus half the share equal to it.
  package static func percentiles(of values: [Double], among sorted: [Double]) -> [Double] {
    let total = Double(2 * sorted.count)
    return values.map { value in
      let below = sorted.countBelow(value)
      let through = sorted.countThrough(value)
      return Double(below + through) / total
    }
  }
}

extension [Double] {
  /// How many elements of this ascending array are below `value`.
  func countBelow(_ value: Double) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// How many elements of this ascending array are at most `value`.
  func countThrough(_ value: Double) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] <= value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
