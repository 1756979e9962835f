/// Everything the page shows, as plain figures: nothing is computed from packages here.
package struct ReportContent: Sendable, Equatable {
  package var run: RunFigures
  /// In the order they are shown.
  package var ecosystems: [EcosystemFigures]
  /// What holds for the whole run.
  package var notes: [ReportNote]

  package init(run: RunFigures, ecosystems: [EcosystemFigures], notes: [ReportNote] = []) {
    self.run = run
    self.ecosystems = ecosystems
    self.notes = notes
  }
}

/// Which run made the page, so that every number can be rebuilt.
package struct RunFigures: Sendable, Equatable {
  package var runID: String
  /// ISO 8601, UTC.
  package var asOf: String
  package var toolVersion: String
  package var inputDigest: String
  package var configurationDigest: String
  /// The reference the scores name; nil when none was fitted.
  package var reference: String?

  package init(
    runID: String, asOf: String, toolVersion: String, inputDigest: String,
    configurationDigest: String, reference: String? = nil
  ) {
    self.runID = runID
    self.asOf = asOf
    self.toolVersion = toolVersion
    self.inputDigest = inputDigest
    self.configurationDigest = configurationDigest
    self.reference = reference
  }
}

/// A remark the reader should see: from a stage, a gate or the certificate.
package struct ReportNote: Sendable, Equatable {
  /// How much it matters.
  package enum Weight: String, Sendable, Equatable {
    case note, warning
  }

  package var weight: Weight
  package var text: String

  package init(_ weight: Weight, _ text: String) {
    self.weight = weight
    self.text = text
  }
}

/// One ecosystem's part of the page.
package struct EcosystemFigures: Sendable, Equatable {
  /// As shown: `PyPI`, `npm`, `crates.io`.
  package var name: String
  /// Who was scored: `registry` or `arrivals`.
  package var population: String
  package var certificate: CertificateFigures
  package var distribution: ScoreDistribution
  /// The base rate its posteriors stand on; nil when none is known.
  package var baseRate: BaseRateFigures?
  package var map: LikelihoodMap
  /// Every (bin, base rate) pair; the page charts the first and the last bin.
  package var sweep: [SweepPoint]
  package var coverage: [CoverageOfGood]
  package var ceilings: [PrecisionCeiling]
  package var notes: [ReportNote]

  package init(
    name: String, population: String, certificate: CertificateFigures,
    distribution: ScoreDistribution, baseRate: BaseRateFigures?, map: LikelihoodMap,
    sweep: [SweepPoint] = [], coverage: [CoverageOfGood] = [], ceilings: [PrecisionCeiling] = [],
    notes: [ReportNote] = []
  ) {
    self.name = name
    self.population = population
    self.certificate = certificate
    self.distribution = distribution
    self.baseRate = baseRate
    self.map = map
    self.sweep = sweep
    self.coverage = coverage
    self.ceilings = ceilings
    self.notes = notes
  }
}

/// How complete one ecosystem's run was, in documents.
package struct CertificateFigures: Sendable, Equatable {
  /// What the run may be used for.
  package enum Verdict: String, Sendable, Equatable, CaseIterable {
    case publish, partial, hold
  }

  package var expected: Int
  package var fetched: Int
  package var unchanged: Int
  package var failed: Int
  package var stale: Int
  package var vanished: Int
  package var owed: Int
  package var verdict: Verdict
  /// Why the verdict is not `publish`; empty when it is.
  package var reasons: [String]

  package init(
    expected: Int, fetched: Int, unchanged: Int, failed: Int, stale: Int, vanished: Int, owed: Int,
    verdict: Verdict, reasons: [String] = []
  ) {
    self.expected = expected
    self.fetched = fetched
    self.unchanged = unchanged
    self.failed = failed
    self.stale = stale
    self.vanished = vanished
    self.owed = owed
    self.verdict = verdict
    self.reasons = reasons
  }
}

/// How many packages have which score.
package struct ScoreDistribution: Sendable, Equatable {
  /// One bar: scores from `lower` up to `upper` on the scale of 0 to 10.
  package struct Bin: Sendable, Equatable {
    package var lower: Double
    package var upper: Double
    /// Unlabelled packages, never called good.
    package var population: Int
    /// Packages reported as malicious.
    package var malicious: Int

    package init(lower: Double, upper: Double, population: Int, malicious: Int) {
      self.lower = lower
      self.upper = upper
      self.population = population
      self.malicious = malicious
    }
  }

  /// In ascending order of score.
  package var bins: [Bin]
  /// Packages that have no score, with too much not collected.
  package var withoutScore: Int

  package init(bins: [Bin], withoutScore: Int = 0) {
    self.bins = bins
    self.withoutScore = withoutScore
  }

  package var populationTotal: Int { bins.reduce(0) { $0 + $1.population } }
  package var maliciousTotal: Int { bins.reduce(0) { $0 + $1.malicious } }
}

/// The share of malicious items a statement assumes, and where it comes from.
package struct BaseRateFigures: Sendable, Equatable {
  /// Best guess and 95 % limits, each in 0...1.
  package var low: Double
  package var mid: Double
  package var high: Double
  /// Whose share it is: `registry` or `arrivals`.
  package var population: String
  /// What is counted: `project`, `release` or `file`.
  package var unit: String
  package var source: String
  /// The day it holds for, ISO 8601.
  package var asOf: String
  /// Whether it is a default or a guess rather than counted.
  package var isElicited: Bool

  package init(
    low: Double, mid: Double, high: Double, population: String = "registry", unit: String,
    source: String, asOf: String, isElicited: Bool = false
  ) {
    self.low = low
    self.mid = mid
    self.high = high
    self.population = population
    self.unit = unit
    self.source = source
    self.asOf = asOf
    self.isElicited = isElicited
  }

  /// Whether it can be a base rate with limits, all below 1 and the best guess above zero.
  package var isProbability: Bool {
    0 <= low && low <= high && high < 1 && 0 < mid && mid < 1
  }
}
