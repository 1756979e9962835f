import Foundation
import Scoring
import Testing

/// What other ecosystems' campaigns do for one with ten of its own.
@Suite struct BorrowingTests {
  static let isSlow = ProcessInfo.processInfo.environment["ASSAY_SLOW_TESTS"] == "1"
  static let replications = isSlow ? 400 : 40

  /// Ten campaigns alone, with a pool alike, and with one unlike.
  @Test(arguments: [
    ("same malware", 0.0), ("same malware", 5), ("different malware (atom .55)", 5),
  ])
  func coverageIsThatOfTheReference(pool: String, weight: Double) throws {
    let golden = try #require(
      Golden.borrowing["results"].array.first {
        $0["pool"].string == pool && $0["campaigns"].int == 10 && $0["Ae"].double == weight
      })
    let coverage = Self.coverage(pool, weight)
    // Two standard errors of a share near 0.95, wider for the third that is covered less.
    let slack = Self.isSlow ? 0.025 : 0.07
    #expect(abs(coverage.atom - golden["coverage_atom"].double) <= slack, "\(coverage)")
    #expect(abs(coverage.all - golden["coverage_all"].double) <= slack, "\(coverage)")
    #expect(
      abs(coverage.riskiest - golden["coverage_riskiest_third"].double) <= 1.6 * slack,
      "\(coverage)")
  }

  private static func coverage(_ pool: String, _ weight: Double) -> (
    atom: Double, all: Double, riskiest: Double
  ) {
    var (atom, all, riskiest) = (0.0, 0.0, 0.0)
    for replication in 0..<replications {
      let held = replicate(pool, weight, seed: 70_000 + UInt64(replication))
      let third = held.prefix(max(1, held.count / 3))
      atom += held[0] ? 1 : 0
      all += Double(held.count { $0 }) / Double(held.count)
      riskiest += Double(third.count { $0 }) / Double(third.count)
    }
    let count = Double(replications)
    return (atom / count, all / count, riskiest / count)
  }

  private static func replicate(_ pool: String, _ weight: Double, seed: UInt64) -> [Bool] {
    let rate = 0.01575
    let own = SyntheticPopulation(
      seed: seed, count: 20_000, rate: rate, campaignCount: 10, zipf: 0)
    let bins = Bins.tail(ValueCounts(sorted: own.scores.sorted()))
    let masses = CampaignMasses(
      campaigns: own.campaigns.map(String.init),
      bins: own.campaignScores.map { bins.index(of: $0) }, binCount: bins.count)
    var settings = PosteriorDraws.Settings()
    settings.draws = isSlow ? 1000 : 300
    settings.seed = seed
    if weight > 0 {
      settings.borrowed = shares(pool, bins, seed: seed)
      settings.borrowedWeight = weight
    }
    let draws = PosteriorDraws(
      masses: masses, unlabelledCounts: bins.counts(own.scores), settings: settings,
      baseRate: { _ in rate })
    return zip(draws.limits(), SyntheticPopulation.truth(bins, rate: rate)).map {
      $0.low <= $1 && $1 <= $0.high
    }
  }

  private static func shares(_ pool: String, _ bins: Bins, seed: UInt64) -> [Double] {
    let bad =
      pool == "same malware"
      ? SyntheticPopulation.bad : SyntheticPopulation.Shape(atom: 0.55, a: 0.9, b: 4)
    let others = SyntheticPopulation(
      seed: seed + 5_000_000, count: 1, rate: 0, campaignCount: 200, zipf: 0, bad: bad)
    let counts = bins.counts(others.campaignScores)
    return counts.map { Double($0) / 200 }
  }
}
