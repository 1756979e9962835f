import Foundation
import Scoring
import Testing

@Suite struct CoverageTests {
  @Test func portableReplicationMatchesBitForBit() {
    let golden = Golden.replication["portable_replication"]
    let population = SyntheticPopulation(
      seed: 12_345, count: golden["n"].int, rate: golden["pi"].double,
      campaignCount: golden["campaigns"].int, zipf: golden["zipf"].double)
    #expect(Array(population.scores.prefix(20)) == golden["first_20_scores"].doubles)
    #expect(population.maliciousCount == golden["malicious_in_population"].int)
    #expect(population.scores.count { $0 == 0 } == golden["zero_scores"].int)
    #expect(population.campaignScores.count == golden["packages"].int)
    #expect(
      Array(population.campaignScores.prefix(20)) == golden["first_20_campaign_scores"].doubles)
    #expect(Array(population.campaigns.prefix(20)) == golden["first_20_campaign_ids"].ints)
    let bins = Bins.tail(ValueCounts(sorted: population.scores.sorted()))
    #expect(bins.edges == golden["edges"].doubles)
    #expect(bins.counts(population.scores) == golden["unlabelled_counts"].ints)
    let masses = CampaignMasses(
      campaigns: population.campaigns.map(String.init),
      bins: population.campaignScores.map { bins.index(of: $0) }, binCount: bins.count)
    #expect(agree(masses.perBin, golden["campaign_mass"].doubles))
    let estimate = RatioEstimate(
      campaignMass: masses.perBin, campaigns: 60,
      unlabelledCounts: golden["unlabelled_counts"].ints)
    #expect(agree(estimate.ratio, golden["r"].doubles))
    #expect(agree(SyntheticPopulation.truth(bins, rate: 0.01575), golden["truth"].doubles))
  }

  static let isSlow = ProcessInfo.processInfo.environment["ASSAY_SLOW_TESTS"] == "1"
  static let replications = isSlow ? 400 : 40

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let campaigns: Int
    let zipf: Double
    let asPackages: Bool
    var rate = 0.01575
    var count = 20_000
    /// Reviews of the audit that the base rate comes from; 0 when it is known.
    var audited = 0
    var testDescription: String { name }
  }

  static let cases =
    [
      Case(name: "60 campaigns", campaigns: 60, zipf: 0, asPackages: false),
      Case(name: "200 campaigns", campaigns: 200, zipf: 0, asPackages: false),
      Case(name: "campaigns of unlike size", campaigns: 60, zipf: 0.9, asPackages: false),
      Case(name: "audit of 5,000", campaigns: 60, zipf: 0, asPackages: false, audited: 5000),
      Case(name: "1 in 10", campaigns: 60, zipf: 0, asPackages: false, rate: 0.1),
    ]
    + (isSlow
      ? [
        Case(
          name: "1 in 1,000", campaigns: 60, zipf: 0, asPackages: false, rate: 0.001,
          count: 200_000)
      ] : [])

  /// Bounds are those for 400 replications less what fewer replications may lose:
  /// three standard errors of a share of 0.95 are 0.033 at 400 and 0.103 at 40.
  @Test(arguments: cases)
  func limitsHoldTheTruth(_ item: Case) {
    let coverage = Self.coverage(item)
    let slack = Self.isSlow ? 0.0 : 0.07
    if Self.isSlow { print("\(item.name): \(coverage)") }
    #expect(coverage.atom >= 0.91 - slack)
    #expect(coverage.all >= 0.94 - slack)
    #expect(coverage.riskiest >= 0.91 - slack)
  }

  /// Resampling packages instead of campaigns must be seen to fail.
  @Test func packagesTakenAsIndependentAreFarTooSure() {
    let item = Case(name: "wrong", campaigns: 60, zipf: 0.9, asPackages: true)
    let coverage = Self.coverage(item)
    if Self.isSlow { print("packages taken as independent: \(coverage)") }
    #expect(coverage.all < 0.6)
  }

  static func coverage(_ item: Case) -> (atom: Double, all: Double, riskiest: Double) {
    var (atom, all, riskiest) = (0.0, 0.0, 0.0)
    for replication in 0..<replications {
      let held = replicate(item, seed: 5000 + UInt64(replication))
      let third = held.prefix(max(1, held.count / 3))
      atom += held[0] ? 1 : 0
      all += Double(held.count { $0 }) / Double(held.count)
      riskiest += Double(third.count { $0 }) / Double(third.count)
    }
    let count = Double(replications)
    return (atom / count, all / count, riskiest / count)
  }

  private static func replicate(_ item: Case, seed: UInt64) -> [Bool] {
    let rate = item.rate
    let population = SyntheticPopulation(
      seed: seed, count: item.count, rate: rate, campaignCount: item.campaigns, zipf: item.zipf)
    let bins = Bins.tail(ValueCounts(sorted: population.scores.sorted()))
    let keys = item.asPackages ? Array(population.campaigns.indices) : population.campaigns
    let masses = CampaignMasses(
      campaigns: keys.map(String.init),
      bins: population.campaignScores.map { bins.index(of: $0) }, binCount: bins.count)
    var settings = PosteriorDraws.Settings()
    settings.draws = isSlow ? 1000 : 400
    settings.seed = seed
    let draws = PosteriorDraws(
      masses: masses, unlabelledCounts: bins.counts(population.scores), settings: settings,
      baseRate: { Self.drawn(item, seed: seed, using: &$0) })
    return zip(draws.limits(), SyntheticPopulation.truth(bins, rate: rate)).map {
      $0.low <= $1 && $1 <= $0.high
    }
  }

  /// The base rate of one draw: known, or as an audit leaves it.
  private static func drawn(
    _ item: Case, seed: UInt64, using random: inout SplitMix64
  ) -> Double {
    guard item.audited > 0 else { return item.rate }
    var reviews = SplitMix64(seed: seed + 2_000_000)
    let found = (0..<item.audited).count { _ in reviews.nextDouble() < item.rate }
    return random.nextBeta(Double(found) + 0.5, Double(item.audited - found) + 0.5)
  }
}
