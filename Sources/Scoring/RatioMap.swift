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
  /// The share as a phrase; nil when it is not published.
  package let oneIn: String?
  package let isBorrowed: Bool
  package let isSmallSample: Bool
}

/// The posterior of one bin at one assumed base rate; nil values where the scores rule that rate out.
package struct SweepRow: Codable, Sendable, Equatable {
  package let baseRate: Double
  package let bin: Int
  package let low: Double?
  package let mid: Double?
  package let high: Double?
  package let oneIn: String?

  /// The band for labels that favour obvious malware by these odds (method, section 4.7).
  package func band(odds: Double) -> (low: Double, high: Double)? {
    guard let low, let high else { return nil }
    return (low / odds, min(1, high * odds))
  }
}

/// What a map says of one package: the ratio at its score and the share of malice there.
package struct RatioReading: Sendable, Equatable {
  package let bin: Int
  package let ratio: Double
  /// 95 % limits and best estimate of the malicious share; nil when it is not published.
  package let low: Double?
  package let mid: Double?
  package let high: Double?
}

/// From the published score to a probability (method, sections 4.2 to 4.5).
package struct RatioMap: Codable, Sendable, Equatable {
  package let bins: [RatioBin]
  /// The curve through the bins for single packages; nil where the steps stand.
  package let smooth: SmoothRatio?
  /// Base rates of the sweep and the posterior of each published bin under them.
  package let sweep: [SweepRow]
  /// The largest base rate that the scores allow, with 95 % confidence.
  package let baseRateUpperBound: Double
  /// The share of draws whose base rate was possible.
  package let keptShare: Double
  /// Bins that hold more malice than the riskier bin before them, beyond chance.
  package let risingBins: [Int]

  /// The bin of a published score.
  package func bin(ofScore score: Double) -> Int {
    bins.firstIndex { score <= $0.upperEdge ?? .infinity } ?? bins.count - 1
  }

  /// The best share of malice that any threshold can reach, and the bins that reach it (method, section 4.8).
  package var ceiling: (ratio: Double, bin: Int, recall: Double)? {
    guard let top = bins.map(\.ratio).max() else { return nil }
    let best = bins.filter { $0.ratio >= top * (1 - 1e-12) }
    return (top, best.first?.index ?? 0, best.reduce(0) { $0 + $1.maliciousShare })
  }

  /// What the map says of one package; see `reading(score:in:)`.
  package func reading(score: Double) -> RatioReading {
    reading(score: score, in: bin(ofScore: score))
  }

  /// What the map says of a package whose bin is known.
  ///
  /// The limits are the bin's, moved by as much as the curve is away from the bin's step.
  package func reading(score: Double, in bin: Int) -> RatioReading {
    let step = bins[bin]
    guard let smooth, smooth.atom == nil || bin > 0 else {
      return RatioReading(
        bin: bin, ratio: step.ratio, low: step.low, mid: step.mid, high: step.high)
    }
    let ratio = smooth.ratio(percentile: score / 10)
    let factor = ratio / step.ratio
    func moved(_ share: Double?) -> Double? { share.map { min(1, $0 * factor) } }
    return RatioReading(
      bin: bin, ratio: ratio, low: moved(step.low), mid: moved(step.mid), high: moved(step.high))
  }
}
