/// Trust that starts at seeds and flows along edges, weaker with every step.
///
/// `x = (1 - a) v + a (Pᵀ x + m v)`: v is uniform over the seeds, P follows the edges in equal
/// shares, m is what has nowhere to go. A region without seeds gets at most `a / (1 - a)` times
/// what its incoming edges carry, whatever its size.
/// Source: scoring method, section 8; Gyongyi et al. 2004.
package struct SeededTrust: Sendable {
  /// By node, summing to 1.
  package let trust: [Double]
  package let iterations: Int

  /// How trust flows.
  package struct Settings: Sendable {
    /// The share that flows on, a.
    package var damping = 0.5
    /// The L1 change below which iteration stops.
    package var tolerance = 1e-10
    package var maximumIterations = 1_000
    /// The most a capped node passes on, as a share of the seeds' mass.
    package var cappedOutMass = 0.01

    package init() {}
  }

  /// Iterates from v until nothing changes; sums run over edges sorted by (source, target).
  ///
  /// - parameter cappedFrom: nodes from this number on pass on no more than the cap.
  /// - Complexity: O(V + E) per step; at most `ln(tolerance / 2) / ln a` steps.
  /// - precondition: at least one seed, all within the network.
  package init(
    _ network: TrustNetwork, seeds: [Int], cappedFrom: Int = .max, settings: Settings = Settings()
  ) {
    precondition(!seeds.isEmpty, "trust needs a seed")
    let start = 1 / Double(seeds.count)
    var current = [Double](repeating: 0, count: network.nodeCount)
    for seed in seeds { current[seed] = start }
    var next = current
    var shares = current
    var steps = 0
    var change = Double.infinity
    while change >= settings.tolerance, steps < settings.maximumIterations {
      let kept = network.divide(
        current, cappedFrom: cappedFrom, cap: settings.cappedOutMass, into: &shares)
      network.gather(shares, damping: settings.damping, into: &next)
      let toSeeds = (1 - settings.damping + settings.damping * kept) * start
      for seed in seeds { next[seed] += toSeeds }
      change = Self.distance(current, next)
      swap(&current, &next)
      steps += 1
    }
    trust = current
    iterations = steps
  }

  private static func distance(_ left: [Double], _ right: [Double]) -> Double {
    var sum = 0.0
    for index in left.indices { sum += abs(left[index] - right[index]) }
    return sum
  }
}

/// Edges along which trust flows, kept by target so that every sum has one order.
package struct TrustNetwork: Sendable {
  package let nodeCount: Int
  /// Edges into each node, sources ascending.
  private let incoming: Adjacency
  /// 1 over the number of edges out of each node; 0 without any.
  private let outShares: [Double]

  /// Turns edges around; repeated edges count once.
  ///
  /// - precondition: every number is below `nodeCount`.
  package init(nodeCount: Int, edges: [(from: Int, to: Int)]) {
    self.init(Adjacency(rowCount: nodeCount, pairs: edges))
  }

  /// - parameter outgoing: a row for every node.
  init(_ outgoing: Adjacency) {
    nodeCount = outgoing.rowCount
    incoming = outgoing.reversed(rowCount: outgoing.rowCount)
    outShares = (0..<outgoing.rowCount).map { row in
      let count = outgoing.count(of: row)
      return count == 0 ? 0 : 1 / Double(count)
    }
  }

  /// What each node passes along each of its edges; returns what has nowhere to go.
  fileprivate func divide(
    _ trust: [Double], cappedFrom: Int, cap: Double, into shares: inout [Double]
  ) -> Double {
    var kept = 0.0
    for node in trust.indices {
      let passed = node >= cappedFrom ? min(trust[node], cap) : trust[node]
      let share = outShares[node]
      shares[node] = passed * share
      kept += share == 0 ? trust[node] : trust[node] - passed
    }
    return kept
  }

  fileprivate func gather(_ shares: [Double], damping: Double, into trust: inout [Double]) {
    incoming.sum(shares, times: damping, into: &trust)
  }
}
