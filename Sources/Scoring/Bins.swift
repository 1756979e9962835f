/// Inclusive upper edges of bins over the real line; the last is always infinite.
package struct Bins: Sendable, Equatable {
  package let edges: [Double]

  package init(edges: [Double]) {
    precondition(edges.last == .infinity, "the last edge of bins must be infinite, got \(edges)")
    self.edges = edges
  }

  package var count: Int { edges.count }

  /// The smallest bin whose upper edge is at least the value.
  package func index(of value: Double) -> Int { edges.countBelow(value) }

  /// How many of the values fall into each bin.
  package func counts(_ values: [Double]) -> [Int] {
    var counts = [Int](repeating: 0, count: edges.count)
    for value in values { counts[index(of: value)] += 1 }
    return counts
  }

  /// Bins of about equal population that never split a value (method, section 2.4).
  package static func equalPopulation(_ counted: ValueCounts, bins: Int) -> Bins {
    var edges: [Double] = []
    var remaining = counted.total
    var open = 0
    for index in counted.values.indices {
      let count = counted.count(at: index)
      let left = bins - edges.count
      guard left > 1 else { break }
      if open > 0, overshoots(open, adding: count, target: Double(remaining) / Double(left)) {
        edges.append(counted.values[index - 1])
        remaining -= open
        open = 0
      }
      open += count
      let stillLeft = bins - edges.count
      if stillLeft > 1, Double(open) >= Double(remaining) / Double(stillLeft) {
        edges.append(counted.values[index])
        remaining -= open
        open = 0
      }
    }
    if let last = edges.last, last == counted.values.last { edges.removeLast() }
    return Bins(edges: edges + [.infinity])
  }

  /// Whether adding a value leaves a bin further above its target than it is below it now.
  private static func overshoots(_ open: Int, adding count: Int, target: Double) -> Bool {
    Double(open + count) - target > target - Double(open)
  }

  /// Cumulative shares of the unlabelled population at which tail bins end, riskiest first.
  package static let tailGrid = [
    1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.07, 0.15, 0.25, 0.4, 0.55, 0.7, 0.85, 1,
  ]

  /// Bins that are fine at the risky end of the trust score (method, appendix A.2).
  package static func tail(_ counted: ValueCounts, minimumCount: Int = 50) -> Bins {
    let total = Double(counted.total)
    var edges: [Double] = []
    var previous = 0
    let lowest = counted.through.first ?? 0
    if counted.values.count > 1, Double(lowest) >= max(Double(minimumCount), 0.01 * total) {
      edges.append(counted.values[0])
      previous = lowest
    }
    for share in tailGrid {
      let needed = share * total - 1e-9
      guard let index = firstIndex(counted.through, atLeast: needed) else { continue }
      if counted.through[index] - previous >= minimumCount {
        edges.append(counted.values[index])
        previous = counted.through[index]
      }
    }
    let rest = counted.total - previous
    if rest > 0, rest < minimumCount, edges.count >= 2 { edges.removeLast() }
    if let last = edges.last, let top = counted.values.last, last >= top { edges.removeLast() }
    return Bins(edges: edges + [.infinity])
  }

  private static func firstIndex(_ through: [Int], atLeast needed: Double) -> Int? {
    var (low, high) = (0, through.count)
    while low < high {
      let middle = (low + high) / 2
      if Double(through[middle]) >= needed { high = middle } else { low = middle + 1 }
    }
    return low < through.count ? low : nil
  }
}
