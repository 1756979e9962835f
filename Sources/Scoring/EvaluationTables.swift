package import Corpus

/// What to evaluate at.
package struct EvaluationSettings: Sendable {
  package var baseRates = [1e-2, 1e-3, 1e-4]
  /// Bounds on the chance of malice among recommended packages.
  package var bounds = [1e-2, 1e-3, 1e-4]
  /// Odds by which reporters favour obvious malware.
  package var odds = [1.0, 4.0]
  package var falsePositiveRates = [0.05, 0.01, 0.001, 0.0001]
  package var draws = 4000
  /// Replicates of the bootstrap over groups.
  package var replicates = 2000
  package var seed: UInt64 = 20_240_204
  package init() {}
}

/// The tables of the stage `evaluate` for one ecosystem.
package struct EvaluationTables: Codable, Sendable, Equatable {
  package let ecosystem: Ecosystem
  package let reference: String
  package let ratioBins: [RatioBin]
  package let sweep: [SweepRow]
  package let ceiling: [CeilingRow]
  package let precision: [PrecisionRow]
  package let goodCoverage: [GoodCoverageRow]
  package let histogram: [HistogramRow]
  package let summary: EvaluationSummary
}

/// What no threshold can exceed at one base rate.
package struct CeilingRow: Codable, Sendable, Equatable {
  package let baseRate: Double
  /// The precision of the best bin.
  package let precision: Double
  package let bin: Int
  /// The share of campaigns in all bins with that ratio.
  package let recall: Double
  /// Decibans needed for a precision of 0.1, 0.5 and 0.9.
  package let needed10: Double
  package let needed50: Double
  package let needed90: Double
}

/// Raising the alarm at and below one score, at one base rate.
package struct PrecisionRow: Codable, Sendable, Equatable {
  package let baseRate: Double
  package let threshold: Double
  package let bin: Int
  /// Campaign mass at or below the threshold, of all campaigns.
  package let hits: Double
  package let campaigns: Int
  /// Unlabelled packages at or below the threshold, taken as good: a cautious count.
  package let alarms: Int
  package let unlabelled: Int
  package let recall: Double
  package let falsePositiveRate: Double
  /// 95 % upper limit of the false positive rate.
  package let falsePositiveRateUpper: Double
  package let precision: Double
  package let low: Double
  package let high: Double
}

/// How much of the ecosystem can be recommended.
package struct GoodCoverageRow: Codable, Sendable, Equatable {
  package let baseRate: Double
  package let bound: Double
  package let odds: Double
  package let result: GoodCoverage
}

/// One cell of the score's distribution, 0.01 wide; `lower` is its lower end.
package struct HistogramRow: Codable, Sendable, Equatable {
  package let lower: Double
  package let unlabelled: Int
  package let malicious: Int
  package let campaignMass: Double
}

/// How well the score ranks, campaigns counted once.
package struct EvaluationSummary: Codable, Sendable, Equatable {
  package struct Recall: Codable, Sendable, Equatable {
    package let falsePositiveRate: Double
    /// Nil when fewer than ten unlabelled packages would decide it.
    package let recall: Double?
  }
  package struct AveragePrecision: Codable, Sendable, Equatable {
    package let baseRate: Double
    package let value: Double
    /// Whether there are too few unlabelled packages: the value is then too high.
    package let isFloorLimited: Bool
  }
  package let campaigns: Int
  package let malicious: Int
  package let unlabelled: Int
  /// Nil when a class is empty.
  package let area: Double?
  package let recalls: [Recall]
  package let averagePrecisions: [AveragePrecision]
}
