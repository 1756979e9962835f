/// The inverted question: how many good packages can be recommended (method, section 5.4).
package struct GoodCoverage: Codable, Sendable, Equatable {
  /// Packages at or above this score are recommended; nil when no score is safe enough.
  package let threshold: Double?
  /// The share of good packages that are recommended.
  package let coverage: Double
  /// The share of malicious packages among all malicious that pass, with 95 % limits.
  package let maliciousAbove: Double
  package let low: Double
  package let high: Double

  /// The lowest score above which the chance of malice is below `bound` with 95 % confidence.
  ///
  /// `scores` are the population's distinct scores, ascending, `populationAbove` the share at or
  /// above each, `massAbove` the campaign mass at or above each. `odds` is how much likelier
  /// reporters find obvious malware than the kind that scores well.
  package init(
    scores: [Double], populationAbove: [Double], massAbove: [Double], campaigns: Double,
    baseRate: Double, bound: Double, odds: Double
  ) {
    var lastMass = -1.0
    var limits = BinomialInterval(low: 0, high: 1)
    for index in scores.indices where populationAbove[index] > 0 {
      if massAbove[index] != lastMass {
        lastMass = massAbove[index]
        limits = .clopperPearson(lastMass, of: campaigns)
      }
      let worst = baseRate * min(1, limits.high * odds)
      guard worst < bound * populationAbove[index] else { continue }
      let share = lastMass / campaigns
      let good = (populationAbove[index] - baseRate * share) / (1 - baseRate)
      self.init(scores[index], min(1, max(0, good)), share, limits)
      return
    }
    self.init(nil, 0, 0, BinomialInterval(low: 0, high: 0))
  }

  private init(
    _ threshold: Double?, _ coverage: Double, _ share: Double, _ limits: BinomialInterval
  ) {
    self.threshold = threshold
    self.coverage = coverage
    maliciousAbove = share
    low = limits.low
    high = limits.high
  }
}
