import Foundation

/// Where the campaigns of one or more ecosystems stand among their own unlabelled packages.
package struct CampaignPool: Codable, Sendable, Equatable {
  package let campaigns: Int
  /// Trust percentiles, ascending, in 0...1, to three digits.
  package let positions: [Double]
  /// Campaign mass at each position.
  package let masses: [Double]

  /// Each campaign spreads a mass of 1 over its members' positions.
  init(campaigns keys: [String], positions members: [Double]) {
    var sizes: [String: Int] = [:]
    for key in keys { sizes[key, default: 0] += 1 }
    let points = zip(keys, members).map { (Self.rounded($1), 1 / Double(sizes[$0] ?? 1)) }
    self.init(campaigns: sizes.count, points: points)
  }

  /// The pools of several ecosystems as one.
  package init(merging pools: [CampaignPool]) {
    let points = pools.flatMap { Array(zip($0.positions, $0.masses)) }
    self.init(campaigns: pools.reduce(0) { $0 + $1.campaigns }, points: points)
  }

  private init(campaigns: Int, points: [(Double, Double)]) {
    var positions: [Double] = []
    var masses: [Double] = []
    for (position, mass) in points.sorted(by: { $0 < $1 }) {
      if positions.last == position {
        masses[masses.count - 1] += mass
      } else {
        positions.append(position)
        masses.append(mass)
      }
    }
    self.campaigns = campaigns
    self.positions = positions
    self.masses = masses
  }

  /// Three significant digits keep a reference small and the tail fine.
  private static func rounded(_ position: Double) -> Double {
    guard position > 0 else { return 0 }
    let scale = pow(10, 2 - floor(log10(position)))
    return (position * scale).rounded() / scale
  }

  /// The pool's shares of the bins that a rule puts its positions in.
  func shares(binCount: Int, bin: (Double) -> Int) -> [Double] {
    var shares = [Double](repeating: 0, count: binCount)
    for (position, mass) in zip(positions, masses) { shares[bin(position)] += mass }
    let sum = max(shares.reduce(0, +), .leastNormalMagnitude)
    return shares.map { $0 / sum }
  }
}
