/// One bin of the published score: how much riskier it is than the population.
package struct RatioBin: Codable, Sendable, Equatable {
  package let index: Int
  /// Inclusive upper edge on the 0...10 score; nil for the last bin.
  package let upperEdge: Double?
  /// Unlabelled packages.
  package let unlabelled: Int
  /// Campaign mass.
  package let campaigns: Double
  /// Malicious packages.
  package let packages: Int
  package let populationShare: Double
  package let maliciousShare: Double
  /// Malicious over population share, before and after the monotone fit.
  package let rawRatio: Double
  package let ratio: Double
  /// Malicious over good share; nil when the base rate leaves no good packages.
  package let likelihoodRatio: Double?
  package let decibans: Double?
  /// 95 % limits and best estimate of the malicious share; nil when it is not published.
  package let low: Double?
  package let mid: Double?
  package let high: Double?
  /// The share as a sentence; nil when it is not published.
  package let oneIn: String?
  package let isBorrowed: Bool
  package let isSmallSample: Bool
}

/// The posterior of one bin at one assumed base rate.
package struct SweepRow: Codable, Sendable, Equatable {
  package let baseRate: Double
  package let bin: Int
  package let low: Double
  package let mid: Double
  package let high: Double
  package let oneIn: String

  /// The band for labels that favour obvious malware by these odds (method, section 4.7).
  package func band(odds: Double) -> (low: Double, high: Double) {
    (low / odds, min(1, high * odds))
  }
}

/// From the published score to a probability (method, sections 4.2 to 4.5).
package struct RatioMap: Codable, Sendable, Equatable {
  package let bins: [RatioBin]
  /// Base rates of the sweep and the posterior of each published bin under them.
  package let sweep: [SweepRow]
  /// The largest base rate that the scores allow, with 95 % confidence.
  package let baseRateUpperBound: Double
  /// The share of draws whose base rate was possible.
  package let keptShare: Double

  /// The bin of a published score.
  package func bin(ofScore score: Double) -> Int {
    bins.firstIndex { score <= $0.upperEdge ?? .infinity } ?? bins.count - 1
  }
}
