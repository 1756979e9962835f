/// A frozen reference of values, for mid-rank percentiles of later values.
///
/// Up to `limit` distinct values are kept exactly. Beyond that, atoms and the risky (low) end
/// stay exact and positions between kept values are interpolated, which keeps order and ties.
package struct RankTable: Codable, Sendable, Equatable {
  /// Kept values, ascending.
  package private(set) var values: [Double] = []
  /// How many reference values are below each kept value.
  private(set) var below: [Int] = []
  /// How many reference values are at most each kept value.
  private(set) var through: [Int] = []
  /// How many values the reference had.
  package let total: Int

  package init(_ counted: ValueCounts, limit: Int = 20_000) {
    total = counted.total
    for index in counted.values.indices where Self.isKept(index, counted, limit) {
      values.append(counted.values[index])
      through.append(counted.through[index])
      below.append(counted.through[index] - counted.count(at: index))
    }
  }

  private static func isKept(_ index: Int, _ counted: ValueCounts, _ limit: Int) -> Bool {
    let distinct = counted.values.count
    guard distinct > limit, index > 0, index < distinct - 1 else { return true }
    let end = counted.through[index]
    let start = end - counted.count(at: index)
    if index < limit / 4 { return true }
    if (end - start) * limit >= 4 * counted.total { return true }
    let slots = limit / 2
    return start * slots / counted.total != end * slots / counted.total
  }

  /// The mid-rank percentile of a value, in 0...1; 1/2 when the reference is empty.
  package func percentile(_ value: Double) -> Double {
    guard total > 0 else { return 0.5 }
    let index = values.countBelow(value)
    guard index < values.count else { return 1 }
    if values[index] == value { return Double(below[index] + through[index]) / Double(2 * total) }
    guard index > 0 else { return 0 }
    let (left, right) = (values[index - 1], values[index])
    let gap = Double(below[index] - through[index - 1])
    let part = gap > 0 ? (value - left) / (right - left) : 0
    return (Double(through[index - 1]) + gap * part) / Double(total)
  }

  /// The percentile of the reference value that covers this position; the position itself between kept values.
  ///
  /// An atom covers all positions of its members, so a position estimated elsewhere ties with it.
  package func snapped(_ position: Double) -> Double {
    let count = position * Double(total)
    var (low, high) = (0, through.count)
    while low < high {
      let middle = (low + high) / 2
      if Double(through[middle]) < count { low = middle + 1 } else { high = middle }
    }
    guard low < through.count, count >= Double(below[low]) else { return position }
    return Double(below[low] + through[low]) / Double(2 * total)
  }
}
