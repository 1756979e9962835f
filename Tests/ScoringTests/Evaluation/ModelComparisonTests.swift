import Corpus
import Foundation
import Scoring
import Testing

@Suite struct ModelComparisonTests {
  /// A good and a useless model on 40 campaigns of very unlike size among 2,000.
  private static func sample() -> (EvaluationRows, [ModelScores]) {
    var random = SplitMix64(seed: 4)
    var campaigns: [String?] = []
    var (sharp, blunt): ([Double?], [Double?]) = ([], [])
    for campaign in 0..<40 {
      let prototype = random.nextNormal() + 1.5
      for _ in 0..<(campaign % 8 == 0 ? 30 : 1) {
        campaigns.append("c\(campaign)")
        sharp.append(prototype + 0.1 * random.nextNormal())
        blunt.append(random.nextNormal())
      }
    }
    for _ in 0..<2000 {
      campaigns.append(nil)
      sharp.append(random.nextNormal())
      blunt.append(random.nextNormal())
    }
    let rows = EvaluationRows(
      population: "made", design: "grouped", campaigns: campaigns,
      owners: campaigns.indices.map { "owner-\($0)" },
      isIncluded: campaigns.map { _ in true })
    return (
      rows,
      [
        ModelScores(
          name: "sharp", risk: sharp, logRatios: sharp.map { $0.map { 1.5 * $0 - 1.125 } }),
        ModelScores(name: "blunt", risk: blunt),
      ]
    )
  }

  private static let comparison: ModelComparison = {
    let (rows, models) = sample()
    var settings = EvaluationSettings()
    settings.replicates = 300
    return ModelComparison(rows, models: models, baseRates: [0.01, 1e-4], settings: settings)
  }()

  private static func row(_ model: String, gamma: Int, rate: Double = 0.01) -> EvaluationRow? {
    comparison.rows.first {
      $0.model == model && $0.gamma == gamma && $0.baseRate == rate
    }
  }

  @Test func oneRowPerModelWeightingAndBaseRate() {
    #expect(Self.comparison.rows.count == 8)
    #expect(Self.row("sharp", gamma: 1)?.effectiveCampaigns == 40)
    // 5 campaigns of 30 and 35 of 1: 185 squared over 4,535.
    #expect(Self.row("sharp", gamma: 0)?.effectiveCampaigns == 185.0 * 185 / 4535)
  }

  /// Packages of one attack are no independent observations: the interval must know.
  @Test func packageLevelBootstrapIsNotUsed() throws {
    let byPackage = try #require(Self.row("sharp", gamma: 0))
    let width = try #require(byPackage.area.high) - (try #require(byPackage.area.low))
    let (rows, models) = Self.sample()
    let all = rows.positives + rows.negatives
    let independent = DeLong(
      scores: [all.map { models[0].risk[$0] ?? 0 }],
      isPositive: rows.positives.map { _ in true } + rows.negatives.map { _ in false }
    ).interval(0)
    #expect(width > 1.5 * (independent.high - independent.low))
  }

  @Test func whatTheSampleCannotResolveIsUnknown() throws {
    let row = try #require(Self.row("sharp", gamma: 1, rate: 1e-4))
    // 5, 1, 0.1 and 0.01 % of 2,000 are 100, 20, 2 and 0.2 packages.
    #expect(row.recalls.map { $0.value != nil } == [true, true, false, false])
    #expect(row.smallestRate == 0.0015)
    #expect(row.isFloorLimited && row.flags == "floor_limited")
    #expect(Self.row("sharp", gamma: 1)?.isFloorLimited == false)
  }

  @Test func halfRecallIsStatedAtTheBaseRate() throws {
    let row = try #require(Self.row("sharp", gamma: 1))
    let half = try #require(row.half)
    #expect(half.point.recall >= 0.5 && half.point.recall < 0.6)
    let expected =
      0.01 * half.point.recall
      / (0.01 * half.point.recall + 0.99 * half.point.falsePositiveRate)
    #expect(agree(try #require(half.precision.value), expected))
    #expect(half.falsePositiveRateUpper > half.point.falsePositiveRate)
    #expect(try #require(half.precision.low) < expected)
    #expect(half.accuracy < 1 && half.f1 < 1)
    #expect(try #require(row.ceiling) >= expected / 2)
  }

  @Test func costNeedsRatiosAndIsAtLeastTheLeast() throws {
    let sharp = try #require(Self.row("sharp", gamma: 1))
    #expect(try #require(sharp.cost.value) >= (try #require(sharp.leastCost.value)))
    #expect(Self.row("blunt", gamma: 1)?.cost == .unknown)
  }

  @Test func theBetterModelIsDecidedOnThePrimaryMeasure() throws {
    let primary = Self.comparison.differences.filter { $0.isPrimary && $0.gamma == 1 }
    #expect(primary.map(\.measure) == ["recall_at_fpr_0.01"])
    #expect(primary.map(\.decision) == ["first"])
    let secondary = Self.comparison.differences.filter { !$0.isPrimary && $0.gamma == 1 }
    #expect(secondary.allSatisfy { $0.adjustedP >= $0.p })
    #expect(secondary.contains { $0.adjustedP > $0.p })
  }

  @Test func aFlagWithholdsEveryMeasure() {
    let (rows, models) = Self.sample()
    let withheld = ModelComparison(
      rows, models: models, baseRates: [0.01], settings: EvaluationSettings(),
      flag: "survivorship")
    #expect(withheld.rows.count == 4)
    #expect(withheld.rows.allSatisfy { $0.area == .unknown && $0.half == nil })
    #expect(withheld.rows.allSatisfy { $0.flags == "survivorship" })
    #expect(withheld.differences.isEmpty)
  }
}

@Suite struct AlertBudgetTests {
  /// A day with a tie of ten at the top, two of them malicious, and a quiet day.
  @Test func tiesGiveTheExpectedShare() throws {
    let campaigns: [String?] = (0..<20).map { $0 < 2 ? "c" : nil }
    let rows = EvaluationRows(
      population: "arrivals", design: "grouped", campaigns: campaigns,
      owners: campaigns.indices.map(String.init), isIncluded: campaigns.map { _ in true })
    let model = ModelScores(name: "m", risk: (0..<20).map { $0 < 10 ? 1 : 0 })
    let days = (0..<20).map { $0 < 15 ? "2026-01-01" : "2026-01-02" }
    let budgets = AlertBudget.rows(rows, model: model, days: days)
    let first = try #require(budgets.first { $0.day == "2026-01-01" && $0.budget == 5 })
    #expect(first.precision == 0.2 && first.ties == 10)
    #expect(first.recall == 0.5)
    let quiet = try #require(budgets.first { $0.day == "2026-01-02" && $0.budget == 200 })
    #expect(quiet.precision == 0 && quiet.recall == nil && quiet.arrivals == 5)
    let mean = try #require(budgets.first { $0.day == nil && $0.budget == 5 })
    #expect(mean.precision == 0.1 && mean.malicious == 1)
    #expect(budgets.count == 12)
  }
}

@Suite struct TemporalSplitTests {
  private static func instant(_ day: Int) -> UTCInstant {
    UTCInstant(milliseconds: Int64(day) * 86_400_000)
  }

  @Test func undatedCampaignsAndRowsGoToTraining() {
    let published = [1, 2, 3, 4, 9, nil, 9, 9, nil].map { $0.map(Self.instant) }
    let campaigns = ["a", "b", "c", "d", "e", "f", "f", nil, nil]
    let split = TemporalSplit(
      firstPublished: published, campaigns: campaigns,
      owners: (0..<9).map { "o\($0)" })
    #expect(split.boundary == Self.instant(9))
    #expect(
      split.sides.map { $0 == .test } == [
        false, false, false, false, true, false, false, true, false,
      ])
    #expect(split.testCampaigns == 1)
  }

  @Test func rowsOfOneOwnerStayTogether() {
    let published = [1, 2, 3, 4, 9, 1, 9].map(Self.instant)
    let split = TemporalSplit(
      firstPublished: published, campaigns: ["a", "b", "c", "d", "e", nil, nil],
      owners: ["1", "2", "3", "4", "5", "same", "same"])
    #expect(split.sides[5] == .training && split.sides[6] == .training)
  }

  @Test func oneMomentCannotBeSplit() {
    let split = TemporalSplit(
      firstPublished: [Self.instant(1), Self.instant(1)], campaigns: ["a", "b"],
      owners: ["1", "2"])
    #expect(split.boundary == nil)
    #expect(split.sides == [.training, .training])
  }
}

@Suite struct LeakGateTests {
  private static let rows = EvaluationRows(
    population: "registry", design: "grouped",
    campaigns: (0..<220).map { $0 < 20 ? "c\($0 % 10)" : nil },
    owners: (0..<220).map(String.init), isIncluded: (0..<220).map { _ in true })

  @Test func aSignalThatTellsAllIsHitWhicheverWayRound() {
    let up = (0..<220).map { Double?($0 < 20 ? 1 : 0) }
    let down = up.map { $0.map { -$0 } }
    let noise = (0..<220).map { Double?(Double($0 * 37 % 220)) }
    let gates = LeakGates.signals([("up", up), ("down", down), ("noise", noise)], Self.rows)
    #expect(gates.map(\.isHit) == [true, true, false])
    #expect(gates.allSatisfy { $0.isBlocking == $0.isHit })
  }

  @Test func rowsWithoutAValueAreLeftOut() {
    let few = (0..<220).map { $0 < 20 && $0 % 10 > 3 ? nil : Double?($0 < 20 ? 1 : 0) }
    #expect(LeakGates.area(few, Self.rows) == nil)
  }

  /// Method, section 2.2: what dies young against what survived, and against its own age.
  @Test func ageSeparatesTheStockAndNotTheArrivals() throws {
    var random = SplitMix64(seed: 8)
    let young = (0..<20).map { _ in Double?(3 * random.nextDouble()) }
    let stock = young + (0..<200).map { _ in 30 + 3000 * random.nextDouble() }
    let alike = young + (0..<200).map { _ in 3 * random.nextDouble() }
    let hit = try #require(LeakGates.survivorship(stock, Self.rows))
    #expect(hit.isHit && !hit.isBlocking)
    #expect(try #require(LeakGates.survivorship(alike, Self.rows)).isHit == false)
  }
}
