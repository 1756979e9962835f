import Corpus
package import Foundation

/// What a run may be used for.
package enum Verdict: String, Codable, Sendable, Comparable {
  case publish, partial, hold

  private var rank: Int { self == .publish ? 0 : (self == .partial ? 1 : 2) }
  package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

  /// The exit code of `nightly`: 0 published, 3 partial, 4 held.
  package var exitCode: Int32 { self == .publish ? 0 : (self == .partial ? 3 : 4) }
}

/// The figures of one ecosystem that the next run is compared with.
package struct RunInvariants: Codable, Sendable, Equatable {
  package var packages: Int
  package var distinctPackages: Int
  /// Share of packages whose state is `not_collected`, by signal.
  package var missingShare: [String: Double]
  /// Packages by score, in 20 bins of half a point from 0 to 10; empty while no signal tells packages apart.
  package var scoreHistogram: [Int]

  package init(
    packages: Int, distinctPackages: Int, missingShare: [String: Double], scoreHistogram: [Int]
  ) {
    self.packages = packages
    self.distinctPackages = distinctPackages
    self.missingShare = missingShare
    self.scoreHistogram = scoreHistogram
  }
}

/// How complete one ecosystem's part of a run is, and whether it may be published.
package struct EcosystemCertificate: Codable, Sendable, Equatable {
  package var crawl: CrawlCounts
  package var extract: ExtractCounts
  package var invariants: RunInvariants
  /// The reference of the run's scores; nil when none was fitted.
  package var reference: String?
  /// How the score moved since the last published run, as a sentence; nil for the first run.
  package var drift: String?
  package var verdict: Verdict
  /// Why the verdict is not `publish`; empty when it is.
  package var reasons: [String]
}

/// The completeness certificate of a run.
package struct Certificate: Codable, Sendable, Equatable {
  package var run: String
  package var asOf: String
  package var comparedWith: String?
  package var ecosystems: [String: EcosystemCertificate]

  package init(
    run: String, asOf: String, comparedWith: String?, ecosystems: [String: EcosystemCertificate]
  ) {
    self.run = run
    self.asOf = asOf
    self.comparedWith = comparedWith
    self.ecosystems = ecosystems
  }

  package var verdict: Verdict { ecosystems.values.map(\.verdict).max() ?? .publish }

  package func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return try encoder.encode(self) + Data("\n".utf8)
  }
}

extension EcosystemCertificate {
  /// Judges one ecosystem against the thresholds and the last published run.
  ///
  /// `hold` when an invariant is broken, else `partial` when too much is missing, else `publish`.
  ///
  /// - Parameter published: the last published run, and tonight's packages scored with that run's
  ///   reference: a new fit moves scores by itself and says nothing about the registry.
  package static func judge(
    crawl: CrawlCounts, extract: ExtractCounts, invariants: RunInvariants, reference: String?,
    published: (invariants: RunInvariants, rescored: [Int])?, thresholds: CertificateThresholds
  ) -> EcosystemCertificate {
    let held = broken(invariants) + (published.map { changes(invariants, $0, thresholds) } ?? [])
    let missing = missing(crawl, thresholds)
    let verdict: Verdict = held.isEmpty ? (missing.isEmpty ? .publish : .partial) : .hold
    return EcosystemCertificate(
      crawl: crawl, extract: extract, invariants: invariants, reference: reference,
      verdict: verdict, reasons: held + missing)
  }

  private static func missing(_ crawl: CrawlCounts, _ thresholds: CertificateThresholds) -> [String]
  {
    var reasons: [String] = []
    if let failure = crawl.feedFailure { reasons.append("the feed could not be read: \(failure)") }
    if let stopped = crawl.stopped { reasons.append("the crawl stopped early: \(stopped)") }
    let share = Double(crawl.owed) / Double(max(1, crawl.expected))
    if share > thresholds.maximumMissingShare {
      reasons.append(
        "\(crawl.owed) of \(crawl.expected) items are still owed (limit \(thresholds.maximumMissingShare))"
      )
    }
    return reasons
  }

  private static func broken(_ now: RunInvariants) -> [String] {
    now.packages == now.distinctPackages
      ? [] : ["\(now.packages) rows but \(now.distinctPackages) distinct packages"]
  }

  private static func changes(
    _ now: RunInvariants, _ published: (invariants: RunInvariants, rescored: [Int]),
    _ thresholds: CertificateThresholds
  ) -> [String] {
    let before = published.invariants
    var reasons: [String] = []
    let floor = Double(before.packages) * (1 - thresholds.maximumPackageLoss)
    if Double(now.packages) < floor {
      reasons.append("\(now.packages) packages, \(before.packages) in the last published run")
    }
    for (signal, share) in now.missingShare.sorted(by: { $0.key < $1.key }) {
      let rise = share - (before.missingShare[signal] ?? share)
      if rise > thresholds.maximumMissingSignalRise {
        reasons.append("signal \(signal): share not collected rose by \(rounded(rise))")
      }
    }
    let shift = populationStabilityIndex(published.rescored, before.scoreHistogram)
    if shift > thresholds.maximumScoreShift {
      reasons.append("the score distribution shifted: index \(rounded(shift))")
    }
    return reasons
  }

  private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }

  /// `sum (p - q) ln(p / q)` with half a count added to each bin; 0 when the histograms are alike.
  static func populationStabilityIndex(_ now: [Int], _ before: [Int]) -> Double {
    guard now.count == before.count, !now.isEmpty else { return 0 }
    let bins = Double(now.count)
    let totals = (Double(now.reduce(0, +)) + bins / 2, Double(before.reduce(0, +)) + bins / 2)
    return zip(now, before).reduce(0) { sum, counts in
      let p = (Double(counts.0) + 0.5) / totals.0
      let q = (Double(counts.1) + 0.5) / totals.1
      return sum + (p - q) * log(p / q)
    }
  }
}
