import Foundation

/// Carrying a map to a corpus whose base rate alone is another (method, section 4.9).
///
/// The shares of malicious and of good packages per bin must have stayed as they were. Counts of the
/// new corpus' packages can contradict that, and bound its base rate from above; they rarely name it.
package struct PriorShift: Sendable, Equatable {
  /// Shares per bin among malicious and among good packages where the map was fitted.
  package let malicious: [Double]
  package let good: [Double]
  /// How many packages the map was fitted on.
  package let fitted: Int

  /// Nil when the base rate leaves some bin without good packages: nothing can then be carried over.
  package init?(map: RatioMap, baseRate: Double) {
    self.init(
      population: map.bins.map(\.populationShare), ratio: map.bins.map(\.ratio),
      fitted: map.bins.reduce(0) { $0 + $1.unlabelled }, baseRate: baseRate)
  }

  /// From the population's shares and ratios per bin at the base rate of that population.
  package init?(population: [Double], ratio: [Double], fitted: Int, baseRate: Double) {
    guard zip(population, ratio).allSatisfy({ $0 > 0 && baseRate * $1 < 1 }) else { return nil }
    malicious = zip(population, ratio).map { $0 * $1 }
    good = zip(population, ratio).map { $0 * (1 - baseRate * $1) / (1 - baseRate) }
    self.fitted = fitted
  }

  /// The population's shares per bin that another base rate leads to.
  package func mixture(baseRate: Double) -> [Double] {
    zip(malicious, good).map { baseRate * $0 + (1 - baseRate) * $1 }
  }

  /// Whether counts of another corpus are too far from the mixture under its base rate.
  package func check(counts: [Int], baseRate: Double) -> Check {
    let total = Double(counts.reduce(0, +))
    let expected = mixture(baseRate: baseRate).map { $0 * Double(fitted) }
    let index = StabilityIndex.between(expected, counts.map(Double.init))
    let quantile = Special.chiSquareQuantile(degrees: Double(counts.count - 1), 0.999)
    let byChance = (1 / total + 1 / Double(fitted)) * quantile
    return Check(index: index, alarm: max(byChance, 0.02))
  }

  /// The stability index between what was seen and expected, and what it must not exceed.
  package struct Check: Sendable, Equatable {
    package let index: Double
    package let alarm: Double
    /// Whether malicious or good packages changed, so that the map must be fitted again.
    package var isStale: Bool { index > alarm }
  }

  /// The base rates that counts of another corpus allow: a profile likelihood interval of 95 %.
  ///
  /// The point is the fixed point of Saerens, Latinne and Decaestecker's iteration. It is refused when
  /// the interval reaches 0 or spans more than a factor of ten, as it does wherever malice is rare.
  /// Source: https://doi.org/10.1162/089976602753284446
  package func baseRates(counts: [Int]) -> (point: Double?, low: Double, high: Double) {
    let best = maximum(counts)
    let level = logLikelihood(best, counts) - 1.920_729_410_347_062_3
    let low =
      logLikelihood(0, counts) >= level ? 0 : boundary(counts, level, inside: best, outside: 0)
    let high =
      logLikelihood(1, counts) >= level ? 1 : boundary(counts, level, inside: best, outside: 1)
    let isKnown = low > 0 && high <= 10 * low
    return (isKnown ? best : nil, low, high)
  }

  private func logLikelihood(_ rate: Double, _ counts: [Int]) -> Double {
    zip(mixture(baseRate: rate), counts).reduce(0) { sum, pair in
      pair.1 == 0 ? sum : sum + Double(pair.1) * log(max(pair.0, .leastNormalMagnitude))
    }
  }

  /// The likelihood is concave in the rate, so halving finds where its slope is 0.
  private func maximum(_ counts: [Int]) -> Double {
    func slope(_ rate: Double) -> Double {
      let shares = mixture(baseRate: rate)
      return counts.indices.reduce(0) { sum, bin in
        sum + Double(counts[bin]) * (malicious[bin] - good[bin])
          / max(shares[bin], .leastNormalMagnitude)
      }
    }
    if slope(0) <= 0 { return 0 }
    if slope(1) >= 0 { return 1 }
    var (low, high) = (0.0, 1.0)
    for _ in 0..<100 {
      let middle = (low + high) / 2
      if slope(middle) > 0 { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  private func boundary(
    _ counts: [Int], _ level: Double, inside: Double, outside: Double
  ) -> Double {
    var (inside, outside) = (inside, outside)
    for _ in 0..<100 {
      let middle = (inside + outside) / 2
      if logLikelihood(middle, counts) >= level { inside = middle } else { outside = middle }
    }
    return inside
  }
}
