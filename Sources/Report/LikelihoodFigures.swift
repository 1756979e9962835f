import Foundation

/// From score to likelihood ratio, or why there is no such map.
package enum LikelihoodMap: Sendable, Equatable {
  /// Bins from the riskiest (lowest score) to the safest.
  case bins([LikelihoodBin])
  /// No statement is made, as when there are too few labels.
  case none(reason: String)

  /// The bins; empty when there is no map.
  package var bins: [LikelihoodBin] {
    if case .bins(let bins) = self { bins } else { [] }
  }

  /// Why there is no map; nil when there is one.
  package var reason: String? {
    if case .none(let reason) = self { reason } else { nil }
  }
}

/// A number with its 95 % limits.
package struct Interval: Sendable, Equatable {
  package var low: Double
  package var mid: Double
  package var high: Double

  package init(low: Double, mid: Double, high: Double) {
    self.low = low
    self.mid = mid
    self.high = high
  }

  /// Whether it can be a probability with limits, all in 0...1 and the upper one above zero.
  package var isProbability: Bool {
    0 <= low && low <= high && high <= 1 && high > 0 && 0 <= mid && mid <= 1
  }
}

/// One bin of the map from score to likelihood ratio (method, sections 4.2 to 4.5).
package struct LikelihoodBin: Sendable, Equatable {
  /// The highest score in the bin, 0 to 10; infinite for the last bin.
  package var upperEdge: Double
  /// Unlabelled packages.
  package var unlabelled: Int
  /// Campaigns with weight 1 each, spread over the bins of their packages.
  package var campaigns: Double
  /// Packages reported as malicious.
  package var packages: Int
  /// Share among malicious over share in the population, before and after it is made monotone.
  package var rawRatio: Double
  package var ratio: Double
  /// Share among malicious over share among good.
  package var likelihoodRatio: Double
  /// Ten times the decimal logarithm of the likelihood ratio.
  package var decibans: Double
  /// 95 % limits of `decibans` at the base rate's best guess; nil when they are not known.
  package var decibansLow: Double?
  package var decibansHigh: Double?
  /// Probability of malice at the stated base rate; nil when no statement can be made.
  package var posterior: Interval?
  /// As in the table `lr_bins`: `small_sample`, `borrowed`, `stale`.
  package var flags: [String]

  package init(
    upperEdge: Double, unlabelled: Int, campaigns: Double, packages: Int, rawRatio: Double,
    ratio: Double, likelihoodRatio: Double, decibans: Double, decibansLow: Double? = nil,
    decibansHigh: Double? = nil, posterior: Interval?, flags: [String] = []
  ) {
    self.upperEdge = upperEdge
    self.unlabelled = unlabelled
    self.campaigns = campaigns
    self.packages = packages
    self.rawRatio = rawRatio
    self.ratio = ratio
    self.likelihoodRatio = likelihoodRatio
    self.decibans = decibans
    self.decibansLow = decibansLow
    self.decibansHigh = decibansHigh
    self.posterior = posterior
    self.flags = flags
  }

  /// The evidence in decibans that leads from a base rate to a posterior; nil outside 0..<1.
  ///
  /// Gives `decibansLow` and `decibansHigh` from a sweep's limits at one base rate.
  package static func decibans(from baseRate: Double, to posterior: Double) -> Double? {
    guard baseRate > 0, baseRate < 1, posterior > 0, posterior < 1 else { return nil }
    return 10 * log10(posterior / (1 - posterior) * (1 - baseRate) / baseRate)
  }
}

/// The posterior of one bin at one assumed base rate (method, section 4.8).
package struct SweepPoint: Sendable, Equatable {
  /// Index into the map's bins, 0 = riskiest.
  package var bin: Int
  package var baseRate: Double
  package var posterior: Interval
  /// Limits when labels are unrepresentative by a factor of 2 and of 4 (method, section 4.7); nil when not computed.
  package var factor2: Interval?
  package var factor4: Interval?

  package init(
    bin: Int, baseRate: Double, posterior: Interval, factor2: Interval? = nil,
    factor4: Interval? = nil
  ) {
    self.bin = bin
    self.baseRate = baseRate
    self.posterior = posterior
    self.factor2 = factor2
    self.factor4 = factor4
  }
}

/// How much can be recommended when at most a share `bound` of it may be malicious (method, section 5.4).
package struct CoverageOfGood: Sendable, Equatable {
  package var baseRate: Double
  /// The upper 95 % limit allowed for the share of malicious packages above the threshold.
  package var bound: Double
  /// By how much labels may be unrepresentative: 1, 2 or 4.
  package var kappa: Double
  /// The lowest score recommended; nil when no threshold satisfies the bound.
  package var threshold: Double?
  /// Share of good packages at or above the threshold.
  package var coverage: Double
  /// Share of malicious packages at or above the threshold.
  package var maliciousAbove: Double
  /// 95 % limits of the share of malicious packages among those recommended.
  package var low: Double
  package var high: Double

  package init(
    baseRate: Double, bound: Double, kappa: Double, threshold: Double?, coverage: Double,
    maliciousAbove: Double, low: Double, high: Double
  ) {
    self.baseRate = baseRate
    self.bound = bound
    self.kappa = kappa
    self.threshold = threshold
    self.coverage = coverage
    self.maliciousAbove = maliciousAbove
    self.low = low
    self.high = high
  }
}

/// The best precision any threshold can reach at one base rate (method, section 4.8).
package struct PrecisionCeiling: Sendable, Equatable {
  package var baseRate: Double
  package var precision: Double
  /// Index of the bin that reaches it.
  package var bin: Int
  /// Share of campaigns in that bin.
  package var recall: Double
  /// Decibans needed for a precision of 10, 50 and 90 %.
  package var neededFor10, neededFor50, neededFor90: Double

  package init(
    baseRate: Double, precision: Double, bin: Int, recall: Double, neededFor10: Double,
    neededFor50: Double, neededFor90: Double
  ) {
    self.baseRate = baseRate
    self.precision = precision
    self.bin = bin
    self.recall = recall
    self.neededFor10 = neededFor10
    self.neededFor50 = neededFor50
    self.neededFor90 = neededFor90
  }
}
