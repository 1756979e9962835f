/// The ratio of malicious to population shares per bin (method, section 4.3).
package struct RatioEstimate: Sendable, Equatable {
  /// The population's shares per bin.
  package let population: [Double]
  /// The malicious shares per bin, shrunk towards the population's.
  package let malicious: [Double]
  /// `malicious / population` before the monotone fit.
  package let raw: [Double]
  /// The ratio, falling from the riskiest bin on.
  package let ratio: [Double]

  /// `borrowed` is the pool of other ecosystems, which counts as `borrowedWeight` campaigns.
  package init(
    campaignMass: [Double], campaigns: Double, unlabelledCounts: [Int], shrinkage: Double = 2,
    borrowed: [Double]? = nil, borrowedWeight: Double = 5
  ) {
    let shares = Self.populationShares(unlabelledCounts)
    let lent = borrowed == nil ? 0 : borrowedWeight
    let bad = shares.indices.map { bin in
      (campaignMass[bin] + lent * (borrowed?[bin] ?? 0) + shrinkage * shares[bin])
        / (campaigns + lent + shrinkage)
    }
    population = shares
    malicious = bad
    raw = zip(bad, shares).map { $0 / $1 }
    ratio = IsotonicFit.decreasing(raw, weights: shares)
    let sum = zip(shares, ratio).reduce(0) { $0 + $1.0 * $1.1 }
    precondition(abs(sum - 1) <= 1e-9, "the mean ratio over the population is \(sum), not 1")
  }

  static func populationShares(_ counts: [Int]) -> [Double] {
    let total = Double(counts.reduce(0, +)) + Double(counts.count) / 2
    return counts.map { (Double($0) + 0.5) / total }
  }

  /// The share of malicious packages in each bin, where the ratio was fitted.
  package func posterior(baseRate: Double) -> [Double] { ratio.map { baseRate * $0 } }

  /// The ratio to good packages alone, per bin; infinite when the base rate leaves none.
  package func likelihoodRatio(baseRate: Double) -> [Double] {
    ratio.map { value in
      let left = 1 - baseRate * value
      return left > 0 ? (1 - baseRate) * value / left : .infinity
    }
  }

  /// Stops the program unless the identities of the method, section 4.1, hold to 1e-9 at a base rate.
  ///
  /// The mean posterior over the population is the base rate, and each likelihood ratio leads from
  /// the base rate back to the posterior it came from. Base rates that the ratios rule out have none.
  package func assertIdentities(baseRate: Double) {
    guard baseRate * (ratio.max() ?? 0) < 1 else { return }
    let posteriors = posterior(baseRate: baseRate)
    let mean = zip(population, posteriors).reduce(0) { $0 + $1.0 * $1.1 }
    precondition(abs(mean - baseRate) <= 1e-9, "the mean posterior is \(mean), not \(baseRate)")
    for (moved, posterior) in zip(likelihoodRatio(baseRate: baseRate), posteriors) {
      let back = Self.posterior(likelihoodRatio: moved, baseRate: baseRate)
      precondition(abs(back - posterior) <= 1e-9, "\(moved) leads to \(back), not \(posterior)")
    }
  }

  /// The posterior after moving a likelihood ratio to a population with another base rate.
  package static func posterior(likelihoodRatio: Double, baseRate: Double) -> Double {
    guard likelihoodRatio.isFinite else { return 1 }
    let odds = likelihoodRatio * baseRate / (1 - baseRate)
    return odds / (1 + odds)
  }

  /// The upper limit of the base rate that scores alone support (method, section 4.6).
  ///
  /// Every prefix of bins bounds it; Bonferroni pays for looking at all of them.
  package static func baseRateUpperBound(
    campaignMass: [Double], campaigns: Double, unlabelledCounts: [Int], error: Double = 0.05
  ) -> Double {
    let total = Double(unlabelledCounts.reduce(0, +))
    let tail = error / Double(2 * unlabelledCounts.count)
    var (mass, count, bound) = (0.0, 0.0, 1.0)
    for bin in unlabelledCounts.indices {
      mass += campaignMass[bin]
      count += Double(unlabelledCounts[bin])
      let least = BinomialInterval.lowerLimit(mass, of: campaigns, tail: tail)
      guard least > 0 else { continue }
      bound = min(bound, BinomialInterval.upperLimit(count, of: total, tail: tail) / least)
    }
    return bound
  }
}
