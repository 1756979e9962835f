import Foundation
import Report

/// Content like a real run's: 75 % of malicious and 12 % of good packages share the lowest score (method, section 4.8).
enum SampleContent {
  static let talkRate = BaseRateFigures(
    low: 0.0138, mid: 0.01575, high: 0.0178, unit: "project", source: "talk, counted sample",
    asOf: "2023-03-01T00:00:00Z")

  static func content(_ ecosystems: [EcosystemFigures]) -> ReportContent {
    ReportContent(
      run: RunFigures(
        runID: "2026-11-24T02:00:00Z", asOf: "2026-11-24T02:00:00Z", toolVersion: "0.1.0",
        inputDigest: String(repeating: "a1", count: 32),
        configurationDigest: String(repeating: "5e", count: 32), reference: "pypi-2026-11-24"),
      ecosystems: ecosystems,
      notes: [ReportNote(.note, "Three simulated registries on loopback.")])
  }

  static var whole: ReportContent { content([talk, held, unlabelled]) }

  /// Share of good packages, of malicious ones and the upper edge of each bin, from the riskiest.
  private static let bins: [(edge: Double, good: Double, malicious: Double)] = [
    (0.6, 0.12, 0.75), (1.5, 0.06, 0.08), (2.5, 0.1, 0.06), (4, 0.15, 0.05), (5.5, 0.15, 0.03),
    (7, 0.15, 0.02), (8.5, 0.14, 0.008), (.infinity, 0.13, 0.002),
  ]

  static var talk: EcosystemFigures {
    EcosystemFigures(
      name: "PyPI", population: "registry",
      certificate: CertificateFigures(
        expected: 20_000, fetched: 412, unchanged: 19_581, failed: 0, stale: 0, vanished: 7,
        owed: 0,
        verdict: .publish),
      distribution: distribution, baseRate: talkRate, map: .bins(bins.map(likelihood)),
      sweep: bins.indices.flatMap(sweep), coverage: coverage, ceilings: ceilings)
  }

  private static var distribution: ScoreDistribution {
    ScoreDistribution(
      bins: (0..<20).map { index in
        ScoreDistribution.Bin(
          lower: Double(index) / 2, upper: Double(index + 1) / 2,
          population: index == 1 ? 2_400 : (index == 0 ? 0 : 900 + index * 7),
          malicious: index == 1 ? 225 : max(0, 20 - index * 2))
      }, withoutScore: 31)
  }

  private static func likelihood(
    _ bin: (edge: Double, good: Double, malicious: Double)
  ) -> LikelihoodBin {
    let ratio = bin.malicious / bin.good
    let posterior = talkRate.mid * ratio / (talkRate.mid * ratio + 1 - talkRate.mid)
    let decibans = 10 * log10(ratio)
    return LikelihoodBin(
      upperEdge: bin.edge, unlabelled: Int(bin.good * 20_000), campaigns: bin.malicious * 60,
      packages: Int(bin.malicious * 300), rawRatio: ratio * 0.93, ratio: ratio * 0.92,
      likelihoodRatio: ratio, decibans: decibans, decibansLow: decibans - 1.2,
      decibansHigh: decibans + 1.2,
      posterior: Interval(
        low: bin.malicious < 0.01 ? 0 : posterior * 0.8, mid: posterior, high: posterior * 1.25),
      flags: bin.malicious < 0.01 ? ["small_sample"] : [])
  }

  private static func sweep(_ bin: Int) -> [SweepPoint] {
    let ratio = bins[bin].malicious / bins[bin].good
    return [1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 0.0138, 0.01575, 0.0178].map { rate in
      let middle = rate * ratio / (rate * ratio + 1 - rate)
      return SweepPoint(
        bin: bin, baseRate: rate,
        posterior: Interval(low: middle * 0.8, mid: middle, high: min(1, middle * 1.25)),
        factor2: Interval(low: middle * 0.4, mid: middle, high: min(1, middle * 2.5)),
        factor4: Interval(low: middle * 0.2, mid: middle, high: min(1, middle * 5)))
    }
  }

  /// Method, section 5.4.
  private static var coverage: [CoverageOfGood] {
    let rows: [(Double, Double, Double, Double?, Double, Double)] = [
      (0.01575, 1e-2, 1, 0.01, 0.88, 0.25), (0.01575, 1e-3, 1, 3.18, 0.69, 0.043),
      (0.01575, 1e-4, 1, 6.81, 0.30, 0.0018), (0.01575, 1e-2, 4, 1.2, 0.80, 0.11),
      (0.01575, 1e-3, 4, 5.7, 0.43, 0.009), (0.01575, 1e-4, 4, nil, 0, 0),
      (1e-3, 1e-4, 1, 2.19, 0.77, 0.077),
    ]
    return rows.map {
      CoverageOfGood(
        baseRate: $0.0, bound: $0.1, kappa: $0.2, threshold: $0.3, coverage: $0.4,
        maliciousAbove: $0.5, low: $0.1 * 0.3, high: $0.1 * 0.97)
    }
  }

  /// Method, section 4.8: ceilings of the talk's scenario.
  private static var ceilings: [PrecisionCeiling] {
    [
      (1e-4, 0.000625, 30.5, 40, 49.5), (1e-3, 0.00622, 20.5, 30, 39.5),
      (0.01575, 0.0909, 8.4, 18, 27.5),
    ]
    .map {
      PrecisionCeiling(
        baseRate: $0.0, precision: $0.1, bin: 0, recall: 0.75, neededFor10: $0.2, neededFor50: $0.3,
        neededFor90: $0.4)
    }
  }

  /// A run that was held, with a wide interval and hostile words.
  static var held: EcosystemFigures {
    EcosystemFigures(
      name: "npm", population: "arrivals",
      certificate: CertificateFigures(
        expected: 5_000, fetched: 4_100, unchanged: 0, failed: 390, stale: 12, vanished: 3,
        owed: 498,
        verdict: .hold, reasons: ["failed: 390 of 5,000, allowed 1 %", "<b>owed</b>: 498"]),
      distribution: distribution,
      baseRate: BaseRateFigures(
        low: 1e-4, mid: 1e-3, high: 1e-2, unit: "release", source: "\"elicited\" <range>",
        asOf: "2026-11-01", isElicited: true),
      map: .bins([
        LikelihoodBin(
          upperEdge: 0, unlabelled: 600, campaigns: 14.5, packages: 80, rawRatio: 12, ratio: 11,
          likelihoodRatio: 12.1, decibans: 10.8,
          posterior: Interval(low: 0.0004, mid: 0.011, high: 0.09), flags: ["borrowed"]),
        LikelihoodBin(
          upperEdge: 10, unlabelled: 4_400, campaigns: 5, packages: 9, rawRatio: 0.3, ratio: 0.31,
          likelihoodRatio: 0.309, decibans: -5.1, posterior: nil),
      ]),
      notes: [ReportNote(.warning, "wrong_direction: bins 3, 4 <img src=x onerror=alert(1)>")])
  }

  /// No map, with its reason.
  static var unlabelled: EcosystemFigures {
    EcosystemFigures(
      name: "crates.io", population: "registry",
      certificate: CertificateFigures(
        expected: 900, fetched: 900, unchanged: 0, failed: 0, stale: 0, vanished: 0, owed: 3,
        verdict: .partial, reasons: ["owed: 3"]),
      distribution: ScoreDistribution(bins: [], withoutScore: 0), baseRate: nil,
      map: .none(reason: "900 packages are fewer than 1,000"))
  }
}
