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
    var campaigns = 60
    var zipf = 0.0
    var asPackages = false
    var rate = 0.01575
    /// Whether the base rate is known from an audit of 5,000 packages only.
    var isAudited = false
    var testDescription: String { name }
  }

  /// Bounds are those for 400 replications less what fewer replications may lose:
  /// three standard errors of a share of 0.95 are 0.033 at 400 and 0.103 at 40.
  @Test(arguments: [
    Case(name: "60 campaigns"), Case(name: "200 campaigns", campaigns: 200),
    Case(name: "campaigns of unlike size", zipf: 0.9),
    Case(name: "base rate from an audit", isAudited: true),
    Case(name: "one in ten malicious", rate: 0.1), Case(name: "one in a thousand", rate: 0.001),
  ])
  func limitsHoldTheTruth(_ item: Case) {
    let coverage = Self.coverage(item)
    let slack = Self.isSlow ? 0.0 : 0.07
    #expect(coverage.atom >= 0.91 - slack)
    #expect(coverage.all >= 0.94 - slack)
    #expect(coverage.riskiest >= 0.91 - slack)
  }

  /// Resampling packages instead of campaigns must be seen to fail.
  @Test func packagesTakenAsIndependentAreFarTooSure() {
    let item = Case(name: "packages taken as independent", zipf: 0.9, asPackages: true)
    #expect(Self.coverage(item).all < 0.6)
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
    let result = (atom / count, all / count, riskiest / count)
    if isSlow { print("coverage, \(replications) replications, \(item.name): \(result)") }
    return result
  }

  private static func replicate(_ item: Case, seed: UInt64) -> [Bool] {
    let population = SyntheticPopulation(
      seed: seed, count: 20_000, rate: item.rate, campaignCount: item.campaigns, zipf: item.zipf)
    let bins = Bins.tail(ValueCounts(sorted: population.scores.sorted()))
    let keys = item.asPackages ? Array(population.campaigns.indices) : population.campaigns
    let masses = CampaignMasses(
      campaigns: keys.map(String.init),
      bins: population.campaignScores.map { bins.index(of: $0) }, binCount: bins.count)
    var settings = PosteriorDraws.Settings()
    settings.draws = isSlow ? 1000 : 400
    settings.seed = seed
    let audited = item.isAudited ? audit(item.rate, seed: seed) : nil
    let draws = PosteriorDraws(
      masses: masses, unlabelledCounts: bins.counts(population.scores), settings: settings,
      baseRate: { random in
        audited.map { random.nextBeta($0 + 0.5, 5000 - $0 + 0.5) } ?? item.rate
      })
    return zip(draws.limits(), SyntheticPopulation.truth(bins, rate: item.rate)).map {
      $0.low <= $1 && $1 <= $0.high
    }
  }

  /// Malicious packages found among 5,000 that were reviewed at random.
  private static func audit(_ rate: Double, seed: UInt64) -> Double {
    var random = SplitMix64(seed: seed + 2_000_000)
    return Double((0..<5000).count { _ in random.nextDouble() < rate })
  }
}
