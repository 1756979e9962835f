/// One model's risk scores of two classes, compressed for resampling by cluster.
///
/// Only scores that positives have can be thresholds worth having, so all negatives strictly
/// between two of them count as one point. Every measure of `RankingCurve` is unchanged by that,
/// and a replicate costs in proportion to the points, not to the rows.
package struct ClusteredScores: Sendable {
  /// Rows of one class, by cluster: entry `k` of cluster `c` is at `starts[c] + k`.
  private struct Class {
    var starts = [0]
    var points: [Int32] = []
    var masses: [Double] = []

    func add(_ drawn: [Double], to sums: inout [Double]) {
      for cluster in drawn.indices where drawn[cluster] > 0 {
        let times = drawn[cluster]
        for entry in starts[cluster]..<starts[cluster + 1] {
          sums[Int(points[entry])] += times * masses[entry]
        }
      }
    }
  }

  /// Distinct scores of positives, riskiest first; point `2k + 1` is the `k`-th, even points lie between.
  package let scores: [Double]
  private var positive = Class()
  private var negative = Class()

  /// Scores, masses and cluster numbers of each class; higher scores are riskier, none is NaN.
  package init(positives: ScoredRows, negatives: ScoredRows) {
    scores = ValueCounts(sorted: ColumnSort.ascending(positives.scores)).values.reversed()
    positive = group(positives)
    negative = group(negatives)
  }

  package var pointCount: Int { 2 * scores.count + 1 }

  /// The point of a score: odd on a positive's score, even between two of them.
  private func point(of score: Double) -> Int {
    var (low, high) = (0, scores.count)
    while low < high {
      let middle = (low + high) / 2
      if scores[middle] > score { low = middle + 1 } else { high = middle }
    }
    return low < scores.count && scores[low] == score ? 2 * low + 1 : 2 * low
  }

  /// Sums the mass of each cluster at each point.
  private func group(_ rows: ScoredRows) -> Class {
    let points = rows.scores.map { Int32(point(of: $0)) }
    var members = [Int](repeating: 0, count: rows.clusterCount + 1)
    for cluster in rows.clusters { members[cluster + 1] += 1 }
    for index in 1..<max(members.count, 1) { members[index] += members[index - 1] }
    var order = [Int32](repeating: 0, count: points.count)
    var next = members
    for (row, cluster) in rows.clusters.enumerated() {
      order[next[cluster]] = Int32(row)
      next[cluster] += 1
    }
    return summed(rows, points, order, members)
  }

  private func summed(
    _ rows: ScoredRows, _ points: [Int32], _ order: [Int32], _ members: [Int]
  ) -> Class {
    var result = Class()
    var sums = [Double](repeating: 0, count: pointCount)
    for cluster in 0..<rows.clusterCount {
      var touched: [Int32] = []
      for position in members[cluster]..<members[cluster + 1] {
        let row = Int(order[position])
        if sums[Int(points[row])] == 0 { touched.append(points[row]) }
        sums[Int(points[row])] += rows.masses[row]
      }
      for point in touched.sorted() {
        result.points.append(point)
        result.masses.append(sums[Int(point)])
        sums[Int(point)] = 0
      }
      result.starts.append(result.points.count)
    }
    return result
  }

  /// The curve when each cluster counts this often.
  package func curve(positives: [Double], negatives: [Double]) -> RankingCurve {
    var found = [Double](repeating: 0, count: pointCount)
    var alarms = found
    positive.add(positives, to: &found)
    negative.add(negatives, to: &alarms)
    return RankingCurve(scores: scores, found: found, alarms: alarms)
  }

  /// The curve of the sample itself.
  package var curve: RankingCurve {
    curve(
      positives: [Double](repeating: 1, count: positive.starts.count - 1),
      negatives: [Double](repeating: 1, count: negative.starts.count - 1))
  }
}

/// Rows of one class: score, weight and the cluster that is drawn or left out as a whole.
package struct ScoredRows: Sendable {
  package var scores: [Double]
  /// Positive weights.
  package var masses: [Double]
  /// In `0..<clusterCount`.
  package var clusters: [Int]
  package var clusterCount: Int

  /// More clusters than this are dealt into `dealt` groups, each drawn as a whole.
  ///
  /// The variance of a mean is the same, the cost is not: a registry has a million owners.
  package static let limit = 1000
  package static let dealt = 200

  /// - Precondition: the arrays have equal lengths.
  package init(scores: [Double], masses: [Double]? = nil, clusters: [Int], clusterCount: Int) {
    precondition(
      scores.count == clusters.count, "\(scores.count) scores, \(clusters.count) clusters")
    self.scores = scores
    self.masses = masses ?? [Double](repeating: 1, count: scores.count)
    guard clusterCount > Self.limit else {
      self.clusters = clusters
      self.clusterCount = clusterCount
      return
    }
    self.clusters = clusters.map { Self.group(of: $0) }
    self.clusterCount = Self.dealt
  }

  private static func group(of cluster: Int) -> Int {
    var random = SplitMix64(seed: UInt64(cluster))
    return Int(random.nextDouble() * Double(dealt))
  }
}

/// Numbers for keys, in the order of the sorted keys.
package enum ClusterNumbers {
  /// The number of each row's key, and how many there are.
  package static func of(_ keys: [String]) -> (numbers: [Int], count: Int) {
    let distinct = Set(keys).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($1, $0) })
    return (keys.map { numbers[$0] ?? 0 }, distinct.count)
  }
}
