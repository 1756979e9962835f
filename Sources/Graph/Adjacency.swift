/// Lists of numbers by row, in two flat arrays (compressed sparse rows).
struct Adjacency {
  /// Where each row's list starts in `targets`; one more at the end.
  private var starts: [Int32] = [0]
  private(set) var targets: [Int32] = []

  var rowCount: Int { starts.count - 1 }

  /// The list of one row.
  subscript(row: Int) -> ArraySlice<Int32> {
    targets[Int(starts[row])..<Int(starts[row + 1])]
  }

  /// The length of one row's list.
  func count(of row: Int) -> Int { Int(starts[row + 1] - starts[row]) }

  /// Adds the next row; repeated numbers are kept once, in ascending order.
  mutating func appendRow(_ list: [Int32]) {
    var last: Int32?
    for target in list.sorted() where target != last {
      targets.append(target)
      last = target
    }
    starts.append(Int32(targets.count))
  }

  /// Rows become numbers and numbers become rows, each list ascending.
  ///
  /// - parameter rowCount: rows of the result: larger than every number here.
  func reversed(rowCount: Int) -> Adjacency {
    var result = Adjacency()
    result.starts = [Int32](repeating: 0, count: rowCount + 1)
    for target in targets { result.starts[Int(target) + 1] += 1 }
    for row in 0..<rowCount { result.starts[row + 1] += result.starts[row] }
    var next = result.starts
    result.targets = [Int32](repeating: 0, count: targets.count)
    for row in 0..<self.rowCount {
      for target in self[row] {
        result.targets[Int(next[Int(target)])] = Int32(row)
        next[Int(target)] += 1
      }
    }
    return result
  }
}
