/// A value with its 95 % limits; nil where the sample cannot tell.
package struct Estimate: Sendable, Equatable {
  package var value: Double?
  package var low: Double?
  package var high: Double?

  package static let unknown = Estimate(value: nil, low: nil, high: nil)

  init(value: Double?, low: Double?, high: Double?) {
    self.value = value
    self.low = low
    self.high = high
  }

  init(_ value: Double, _ interval: BinomialInterval?) {
    self.value = value.isNaN ? nil : value
    low = interval?.low
    high = interval?.high
  }
}

/// One line of the comparison of models (method, section 5.5).
package struct EvaluationRow: Sendable, Equatable {
  package let population: String
  package let design: String
  package let model: String
  /// The exponent of the campaign size in the weights: 1 counts attacks, 0 counts packages.
  package let gamma: Int
  /// The assumed share of malicious packages.
  package let baseRate: Double
  package let malicious: Int
  package let campaigns: Int
  /// Independent observations the reported rows are worth.
  package let effectiveCampaigns: Double
  package let unlabelled: Int
  /// The smallest false positive rate so many unlabelled rows can certify: 3 / n0.
  package let smallestRate: Double
  /// Recall at each false positive rate of the settings; unknown below ten unlabelled rows.
  package let recalls: [Estimate]
  package let area: Estimate
  package let averagePrecision: Estimate
  /// Whether too few unlabelled rows make the average precision too high.
  package let isFloorLimited: Bool
  /// The threshold that catches half of the malice.
  package let half: HalfRecall?
  /// In bits; unknown for models that give no likelihood ratio.
  package let cost: Estimate
  package let leastCost: Estimate
  /// The precision no threshold of this model can exceed.
  package let ceiling: Double?
  /// `survivorship`, `small_sample`, `floor_limited`, separated by spaces.
  package let flags: String
}

/// What raising the alarm at half of the malice costs, at one base rate.
package struct HalfRecall: Sendable, Equatable {
  package let point: OperatingPoint
  /// Upper 95 % limit of the false positive rate.
  package let falsePositiveRateUpper: Double
  package let precision: Estimate
  package let f1: Double
  package let accuracy: Double
}

/// Two models on the same resampled groups.
package struct ModelDifference: Sendable, Equatable {
  package let population: String
  package let design: String
  package let first: String
  package let second: String
  package let gamma: Int
  package let measure: String
  /// The primary measure decides; the others are corrected for being many.
  package let isPrimary: Bool
  /// First less second, with 95 % limits.
  package let difference: Estimate
  package let p: Double
  /// After Holm over the secondary measures of this pair; equal to `p` for the primary one.
  package let adjustedP: Double
  /// `first`, `second` or `undecided`.
  package let decision: String
}
