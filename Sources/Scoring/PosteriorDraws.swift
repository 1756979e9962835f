import Foundation

/// Draws of the ratio per bin and of the base rate (method, section 4.5 and appendix A.5).
package struct PosteriorDraws: Sendable {
  /// How to draw.
  package struct Settings: Sendable {
    package var draws = 4000
    package var shrinkage = 2.0
    package var borrowed: [Double]?
    package var borrowedWeight = 5.0
    package var seed: UInt64 = 1
    package init() {}
  }

  package let binCount: Int
  /// The ratio of bin `k` in draw `s`, at `k * draws + s`.
  private let ratios: [Double]
  /// The largest ratio of each draw.
  private let peaks: [Double]
  private let rates: [Double]
  /// The weight of all campaigns in each bin, with what was borrowed.
  private let mass: [Double]

  /// Resamples campaigns (never packages), population counts and the base rate.
  ///
  /// `baseRate` is called once per draw.
  package init(
    masses: CampaignMasses, unlabelledCounts: [Int], settings: Settings,
    baseRate: (inout SplitMix64) -> Double
  ) {
    var random = SplitMix64(seed: settings.seed)
    let count = settings.draws
    let bins = masses.binCount
    var ratios = [Double](repeating: 0, count: count * bins)
    var peaks = [Double](repeating: 0, count: count)
    var rates = peaks
    var draw = RatioDraw(masses: masses, unlabelledCounts: unlabelledCounts, settings: settings)
    for sample in 0..<count {
      draw.next(using: &random)
      for bin in 0..<bins { ratios[bin * count + sample] = draw.ratio[bin] }
      peaks[sample] = draw.ratio.first ?? 0
      rates[sample] = baseRate(&random)
    }
    self.binCount = bins
    self.ratios = ratios
    self.peaks = peaks
    self.rates = rates
    self.mass = draw.totalMass
  }

  private var count: Int { peaks.count }

  /// The share of draws whose base rate is possible: no bin holds more malice than packages.
  package var keptShare: Double { keptShare { rates[$0] } }

  /// The same, were the base rate known to be this.
  package func keptShare(baseRate: Double) -> Double { keptShare { _ in baseRate } }

  private func keptShare(rate: (Int) -> Double) -> Double {
    let kept = (0..<count).count { rate($0) * peaks[$0] < 1 }
    return Double(kept) / Double(max(count, 1))
  }

  /// The share of possible draws whose posterior in a bin is at most this: the inverse of a limit.
  package func share(ofBin bin: Int, atMost limit: Double) -> Double {
    let kept = (0..<count).filter { rates[$0] * peaks[$0] < 1 }
    let below = kept.count { rates[$0] * ratios[bin * count + $0] <= limit }
    return Double(below) / Double(max(kept.count, 1))
  }

  /// 95 % limits of the posterior per bin under the drawn base rates.
  ///
  /// The lower limit is 0 in bins that hold less than one campaign, unless `closesSparseBins` is false.
  package func limits(closesSparseBins: Bool = true) -> [BinomialInterval] {
    limits(closesSparseBins: closesSparseBins) { rates[$0] }
  }

  /// 95 % limits of the posterior per bin, were the base rate known to be this.
  package func limits(baseRate: Double) -> [BinomialInterval] {
    limits(closesSparseBins: true) { _ in baseRate }
  }

  private func limits(
    closesSparseBins: Bool, rate: (Int) -> Double
  ) -> [BinomialInterval] {
    let kept = (0..<count).filter { rate($0) * peaks[$0] < 1 }
    return (0..<binCount).map { bin in
      var values = kept.map { rate($0) * ratios[bin * count + $0] }
      values.sort()
      let low = closesSparseBins && mass[bin] < 1 ? 0 : Quantile.of(sorted: values, 0.025)
      return BinomialInterval(low: low, high: Quantile.of(sorted: values, 0.975))
    }
  }
}

/// One draw after another, in arrays that are kept.
private struct RatioDraw {
  let masses: CampaignMasses
  let shapes: [Double]
  let prior: [Double]
  let lent: [Double]?
  var ratio: [Double]
  private var population: [Double]
  private var malicious: [Double]
  private var workspace: IsotonicWorkspace

  init(masses: CampaignMasses, unlabelledCounts: [Int], settings: PosteriorDraws.Settings) {
    self.masses = masses
    shapes = unlabelledCounts.map { Double($0) + 0.5 }
    prior = RatioEstimate.populationShares(unlabelledCounts).map { settings.shrinkage * $0 }
    lent = settings.borrowed.map { pool in pool.map { settings.borrowedWeight * $0 } }
    ratio = [Double](repeating: 0, count: masses.binCount)
    population = ratio
    malicious = ratio
    workspace = IsotonicWorkspace(count: masses.binCount)
  }

  var totalMass: [Double] {
    guard let lent else { return masses.perBin }
    return zip(masses.perBin, lent).map { $0 + $1 }
  }

  mutating func next(using random: inout SplitMix64) {
    for bin in shapes.indices {
      population[bin] = random.nextGamma(shapes[bin])
      malicious[bin] = 0
    }
    masses.addResampled(into: &malicious, using: &random)
    for bin in shapes.indices {
      if prior[bin] > 0 { malicious[bin] += random.nextGamma(prior[bin]) }
      if let lent, lent[bin] > 0 { malicious[bin] += random.nextGamma(lent[bin]) }
    }
    Self.normalise(&population)
    Self.normalise(&malicious)
    for bin in shapes.indices { ratio[bin] = malicious[bin] / population[bin] }
    workspace.fitDecreasing(&ratio, weights: population)
  }

  private static func normalise(_ values: inout [Double]) {
    var sum = 0.0
    for value in values { sum += value }
    for index in values.indices { values[index] /= sum }
  }
}
