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
    for target in list.count < 2 ? list : list.sorted() where target != last {
      targets.append(target)
      last = target
    }
    starts.append(Int32(targets.count))
  }

  /// Rows of pairs, repeated pairs once: sorts by counting, in O(rows + pairs).
  ///
  /// - precondition: both numbers of every pair are below `rowCount`.
  init(rowCount: Int, pairs: [(from: Int, to: Int)]) {
    var byTarget = Adjacency(unsortedRows: rowCount, pairs.lazy.map { ($0.to, $0.from) })
    byTarget = byTarget.reversed(rowCount: rowCount)
    starts.reserveCapacity(rowCount + 1)
    targets.reserveCapacity(byTarget.targets.count)
    for row in 0..<rowCount {
      var last: Int32 = -1
      for target in byTarget[row] where target != last {
        targets.append(target)
        last = target
      }
      starts.append(Int32(targets.count))
    }
  }

  init() {}

  /// Rows whose lists keep the order of the pairs.
  private init(unsortedRows rowCount: Int, _ pairs: some Collection<(Int, Int)>) {
    var starts = [Int32](repeating: 0, count: rowCount + 1)
    for pair in pairs { starts[pair.0 + 1] += 1 }
    for row in 0..<rowCount { starts[row + 1] += starts[row] }
    var next = starts
    var targets = [Int32](repeating: 0, count: pairs.count)
    for pair in pairs {
      targets[Int(next[pair.0])] = Int32(pair.1)
      next[pair.0] += 1
    }
    (self.starts, self.targets) = (starts, targets)
  }

  /// By row: `factor` times the sum of `values` over the row's list, in its order.
  ///
  /// - precondition: `sums` has a place for every row.
  func sum(_ values: [Double], times factor: Double, into sums: inout [Double]) {
    let (starts, targets, values) = (starts.span, targets.span, values.span)
    for row in 0..<rowCount {
      var sum = 0.0
      for place in Int(starts[row])..<Int(starts[row + 1]) { sum += values[Int(targets[place])] }
      sums[row] = factor * sum
    }
  }

  /// Rows become numbers and numbers become rows, each list ascending.
  ///
  /// - parameter rowCount: rows of the result: larger than every number here.
  func reversed(rowCount: Int) -> Adjacency {
    var starts = [Int32](repeating: 0, count: rowCount + 1)
    for target in targets { starts[Int(target) + 1] += 1 }
    for row in 0..<rowCount { starts[row + 1] += starts[row] }
    var next = starts
    var rows = [Int32](repeating: 0, count: targets.count)
    for row in 0..<self.rowCount {
      for place in Int(self.starts[row])..<Int(self.starts[row + 1]) {
        let target = Int(targets[place])
        rows[Int(next[target])] = Int32(row)
        next[target] += 1
      }
    }
    var result = Adjacency()
    (result.starts, result.targets) = (starts, rows)
    return result
  }
}
