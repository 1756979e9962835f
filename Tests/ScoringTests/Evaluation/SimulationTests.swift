import Foundation
import Scoring
import Testing

/// Simulations of the method whose figures must come out again; minutes, hence on request.
///
/// Tolerances are two standard errors of a share over the replications on both sides.
@Suite(
  .enabled(
    if: CoverageTests.isSlow, "simulations take minutes: set ASSAY_SLOW_TESTS=1"))
struct SimulationTests {
  /// The method, section 5.6: a night without drift passes its null point once in a thousand.
  @Test(arguments: [(20_000, 14), (300, 14), (2000, 10)])
  func quietNightsPassTheNullPointOnceInAThousand(_ count: Int, _ cells: Int) {
    var random = SplitMix64(seed: UInt64(count))
    func night() -> [Double] {
      (0..<count).reduce(into: [Double](repeating: 0, count: cells)) { counts, _ in
        counts[Int(random.nextDouble() * Double(cells))] += 1
      }
    }
    let replications = 2000
    let point = DistributionShift.nullPoint(
      first: Double(count), second: Double(count), cells: cells)
    let passed = (0..<replications).count { _ in
      StabilityIndex.between(night(), night()) > point
    }
    // 0.0012 to 0.0020 in the reference; 2,000 nights have a standard error of 0.0009.
    #expect(Double(passed) / Double(replications) < 0.004)
  }

  /// The method, section 5.3: DeLong on packages covers 28 %, campaigns resampled 91 %.
  @Test func areaIntervalsMustResampleCampaigns() {
    let replications = 200
    var (byCampaign, byPackage) = (0, 0)
    for replication in 0..<replications {
      let made = ClusteredSample(seed: UInt64(900 + replication))
      if made.campaignInterval.holds(ClusteredSample.truth) { byCampaign += 1 }
      if made.packageInterval.holds(ClusteredSample.truth) { byPackage += 1 }
    }
    let (good, wrong) = (
      Double(byCampaign) / Double(replications), Double(byPackage) / Double(replications)
    )
    print("area intervals hold the truth: campaigns \(good), packages \(wrong)")
    #expect(good > 0.86)
    #expect(wrong < 0.5)
  }

  /// The method, section 5.3: few benign rows flatter the average precision at a low base rate.
  @Test func averagePrecisionFromFewBenignRowsIsTooHigh() {
    func mean(_ benign: Int) -> Double {
      (0..<40).reduce(0) { sum, replication in
        var random = SplitMix64(seed: UInt64(300 + replication))
        let bad = (0..<60).map { _ in random.nextNormal() + 2.5 }
        let good = (0..<benign).map { _ in random.nextNormal() }
        let curve = RankingCurve(
          scores: bad + good, isPositive: bad.map { _ in true } + good.map { _ in false })
        return sum + curve.averagePrecision(prevalence: 1e-3)
      } / 40
    }
    let (few, some, many) = (mean(500), mean(2000), mean(20_000))
    print("average precision at 1e-3: \(few) of 500, \(some) of 2,000, \(many) of 20,000")
    #expect(few > some && some > many)
    #expect(abs(few - 0.346) < 0.03 && abs(some - 0.253) < 0.03 && abs(many - 0.195) < 0.03)
  }

  /// The method, section 5.3: nominal 95 % covers 95 to 97 % of true precisions.
  @Test(arguments: [(0.6, 0.01), (0.6, 0.001)])
  func precisionIntervalsHoldTheTruth(_ recall: Double, _ rate: Double) {
    let truth = Precision.at(baseRate: 1e-3, recall: recall, falsePositiveRate: rate)
    let replications = 400
    let held = (0..<replications).count { replication in
      var random = SplitMix64(seed: UInt64(700 + replication))
      let hits = (0..<60).count { _ in random.nextDouble() < recall }
      let alarms = (0..<2000).count { _ in random.nextDouble() < rate }
      let limits = Precision.limits(
        hits: Double(hits), positives: 60, alarms: Double(alarms), negatives: 2000,
        baseRates: [1e-3], draws: 1000, seed: UInt64(replication))
      return limits[0].holds(truth)
    }
    let share = Double(held) / Double(replications)
    print("precision intervals at recall \(recall), rate \(rate): \(share)")
    #expect(share > 0.92)
  }
}

extension BinomialInterval {
  fileprivate func holds(_ value: Double) -> Bool { low <= value && value <= high }
}

/// Forty campaigns with Zipf sizes, copies alike, against 2,000 singletons.
private struct ClusteredSample {
  /// The area of a normal shifted by 1.5 against a standard one.
  static let truth = 0.5 * erfc(-1.5 / 2)

  let campaignInterval: BinomialInterval
  let packageInterval: BinomialInterval

  init(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var (bad, campaigns): ([Double], [Int]) = ([], [])
    for campaign in 0..<40 {
      let size = Int(min(500, floor(pow(1 - random.nextDouble(), -1 / 0.9))))
      let prototype = random.nextNormal() + 1.5
      for _ in 0..<size {
        bad.append(random.nextDouble() < 0.8 ? prototype : random.nextNormal() + 1.5)
        campaigns.append(campaign)
      }
    }
    let good = (0..<2000).map { _ in random.nextNormal() }
    let sizes = campaigns.reduce(into: [Double](repeating: 0, count: 40)) { $0[$1] += 1 }
    let scores = ClusteredScores(
      positives: ScoredRows(
        scores: bad, masses: campaigns.map { 1 / sizes[$0] }, clusters: campaigns,
        clusterCount: 40),
      negatives: ScoredRows(
        scores: good, clusters: Array(good.indices), clusterCount: good.count))
    var areas: [Double] = []
    ClusterBootstrap(positives: 40, negatives: ScoredRows.dealt, replicates: 400, seed: seed)
      .replicate { areas.append(scores.curve(positives: $0, negatives: $1).area) }
    campaignInterval = BootstrapValues(areas).interval ?? BinomialInterval(low: 0, high: 0)
    packageInterval = DeLong(
      scores: [bad + good],
      isPositive: bad.map { _ in true } + good.map { _ in false }
    ).interval(0)
  }
}
