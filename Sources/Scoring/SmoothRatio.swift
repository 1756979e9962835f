import Foundation

/// The ratio as a function of the percentile, for single packages (method, section 4.4).
///
/// Its logarithm runs straight between the centres of the bins and is level beyond the outer ones.
/// A lowest value with a bin of its own is an atom: it keeps its ratio and nothing leans on it.
package struct SmoothRatio: Codable, Sendable, Equatable {
  /// The ratio at the lowest value; nil when that has no bin of its own.
  package let atom: Double?
  /// Percentiles (0...1) of the centres of the other bins, ascending.
  package let centres: [Double]
  /// Natural logarithms of the scaled ratio at the centres.
  package let logRatios: [Double]
  /// What the interpolation was multiplied by, so that its mean over the population is 1.
  package let scale: Double

  /// Scales outside this range mean that the curve is not the steps' shape.
  package static let usableScales = 0.8...1.25
  /// Points per bin at which the mean is taken.
  static let pointsPerBin = 64

  /// Nil when the steps must stand: one bin only, a scale out of range, or a curve above the atom.
  package init?(unlabelledCounts: [Int], ratio: [Double], hasAtom: Bool) {
    let first = hasAtom ? 1 : 0
    guard ratio.count > first + 1, ratio.allSatisfy({ $0 > 0 }) else { return nil }
    let shares = RatioEstimate.populationShares(unlabelledCounts)
    let centres = Self.centres(unlabelledCounts)[first...]
    let nodes = SmoothRatio(
      atom: hasAtom ? ratio[0] : nil, centres: Array(centres),
      logRatios: ratio[first...].map { log($0) }, scale: 1)
    let rest = hasAtom ? 1 - shares[0] * ratio[0] : 1
    let scale = rest / nodes.mean(shares, from: first)
    guard Self.usableScales.contains(scale) else { return nil }
    if hasAtom, scale * ratio[1] > ratio[0] { return nil }
    self.init(
      atom: nodes.atom, centres: nodes.centres, logRatios: nodes.logRatios.map { $0 + log(scale) },
      scale: scale)
    let sum = mean(shares, from: first) + (1 - rest)
    precondition(abs(sum - 1) <= 1e-9, "the mean smooth ratio over the population is \(sum), not 1")
  }

  private init(atom: Double?, centres: [Double], logRatios: [Double], scale: Double) {
    self.atom = atom
    self.centres = centres
    self.logRatios = logRatios
    self.scale = scale
  }

  /// The percentile in the middle of each bin.
  private static func centres(_ counts: [Int]) -> [Double] {
    let total = Double(counts.reduce(0, +))
    var below = 0
    return counts.map { count in
      defer { below += count }
      return (Double(below) + Double(count) / 2) / total
    }
  }

  /// The curve's share of the mean over the population in the bins from `first` on.
  private func mean(_ shares: [Double], from first: Int) -> Double {
    var (start, sum) = (0.0, 0.0)
    for (bin, share) in shares.enumerated() {
      defer { start += share }
      guard bin >= first else { continue }
      let points = (0..<Self.pointsPerBin).map { point in
        ratio(percentile: start + share * (Double(point) + 0.5) / Double(Self.pointsPerBin))
      }
      sum += share * points.reduce(0, +) / Double(Self.pointsPerBin)
    }
    return sum
  }

  /// The ratio at a percentile outside the atom.
  package func ratio(percentile: Double) -> Double {
    let after = centres.countBelow(percentile)
    guard after > 0 else { return exp(logRatios[0]) }
    guard after < centres.count else { return exp(logRatios[after - 1]) }
    let gap = centres[after] - centres[after - 1]
    let part = gap > 0 ? (percentile - centres[after - 1]) / gap : 0
    return exp(logRatios[after - 1] + part * (logRatios[after] - logRatios[after - 1]))
  }
}
