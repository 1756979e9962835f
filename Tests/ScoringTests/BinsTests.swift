import Foundation
import Scoring
import Testing

@Suite struct MidRankTests {
  static let golden = Golden.core["midrank"]
  static let reference = golden["reference"].doubles.sorted()

  @Test func ownValuesAverageToOneHalf() {
    let values = Self.golden["reference"].doubles
    let ranks = MidRank.percentiles(of: values, among: Self.reference)
    #expect(ranks == Self.golden["percentile_of_reference"].doubles)
    #expect(agree(ranks.map { 10 * $0 }, Self.golden["trusty_0_10"].doubles))
    #expect(agree(ranks.reduce(0, +) / 40, Self.golden["identity_mean_is_half"].double))
  }

  @Test func otherValuesAreRankedAmongThem() {
    let ranks = MidRank.percentiles(of: Self.golden["query"].doubles, among: Self.reference)
    #expect(ranks == Self.golden["percentile_of_query"].doubles)
  }

  @Test func frozenTableRanksAlike() {
    let table = RankTable(ValueCounts(sorted: Self.reference))
    let values = Self.golden["reference"].doubles
    #expect(values.map(table.percentile) == Self.golden["percentile_of_reference"].doubles)
  }
}

@Suite struct BinsTests {
  @Test(arguments: Golden.core["equal_population_bins"]["cases"].array)
  func equalPopulationNeverSplitsAValue(_ row: GoldenValue) {
    let values = row["values"].doubles
    let bins = Bins.equalPopulation(ValueCounts(sorted: values.sorted()), bins: row["k"].int)
    #expect(bins.edges == row["upper_edges_inclusive"].doubles)
    #expect(bins.counts(values) == row["counts"].ints)
  }

  /// The values of the golden summary: an atom of 12 % at 0, else ten times a power of a uniform.
  ///
  /// The stream is that of the golden seed, 40 draws in; all atoms are drawn first.
  static let tailValues: [Double] = {
    let count = Golden.core["tail_bins"]["n"].int
    var random = SplitMix64(seed: 20_240_204)
    for _ in 0..<40 { _ = random.next() }
    let atoms = (0..<count).map { _ in random.nextDouble() < 0.12 }
    return atoms.map { isAtom in
      let score = (1000 * pow(random.nextDouble(), 0.6)).rounded(.toNearestOrEven) / 100
      return isAtom ? 0 : score
    }
  }()

  @Test func tailBinsKeepTheLowestAtomApart() {
    let golden = Golden.core["tail_bins"]
    let bins = Bins.tail(
      ValueCounts(sorted: Self.tailValues.sorted()), minimumCount: golden["min_count"].int)
    #expect(bins.edges == golden["upper_edges"].doubles)
    #expect(bins.counts(Self.tailValues) == golden["counts"].ints)
  }
}

@Suite struct IsotonicFitTests {
  @Test func increasing() {
    let golden = Golden.core["pava_increasing"]
    let fit = IsotonicFit.increasing(golden["y"].doubles, weights: golden["w"].doubles)
    #expect(agree(fit, golden["fit"].doubles))
  }

  @Test func decreasing() {
    let golden = Golden.core["pava_decreasing"]
    let fit = IsotonicFit.decreasing(golden["y"].doubles, weights: golden["w"].doubles)
    #expect(agree(fit, golden["fit"].doubles))
  }

  /// With no shrinkage the ratio is the isotonic regression of labels, mapped through the odds.
  @Test func ratioEqualsRegressionOfLabels() {
    let golden = Golden.core["pava_ratio_equals_isotonic_label_regression"]
    let malicious = golden["malicious"].doubles
    let unlabelled = golden["unlabelled"].doubles
    let (bad, all) = (malicious.reduce(0, +), unlabelled.reduce(0, +))
    let raw = zip(malicious, unlabelled).map { ($0 / bad) / ($1 / all) }
    let fit = IsotonicFit.decreasing(raw, weights: unlabelled.map { $0 / all })
    #expect(agree(fit, golden["r"].doubles))
  }
}

@Suite struct WeightOfEvidenceTests {
  @Test func matchesTheGoldenBins() {
    let golden = Golden.core["woe"]
    let woe = WeightOfEvidence(
      malicious: golden["n1"].doubles, unlabelled: golden["n0"].doubles,
      shrinkage: golden["A"].double)
    #expect(agree(woe.nats, golden["woe_nats"].doubles))
    #expect(agree(woe.nats.map(Statements.decibans(nats:)), golden["woe_decibans"].doubles))
    #expect(agree(woe.informationValue, golden["information_value"].double))
  }

  @Test func emptyBinsSayNothing() {
    let woe = WeightOfEvidence(malicious: [3, 0, 1], unlabelled: [10, 0, 90])
    #expect(woe.nats[1] == 0)
    #expect(woe.nats[0] > 0 && woe.nats[2] < 0)
  }

  @Test func wrongDirectionIsFlattened() {
    let woe = WeightOfEvidence(malicious: [1, 9], unlabelled: [50, 50], shape: .falling)
    #expect(abs(woe.informationValue) < 1e-12)
  }
}

@Suite struct StatementsTests {
  @Test(arguments: Golden.core["decibans"].array) func decibans(_ row: GoldenValue) {
    #expect(agree(Statements.decibans(row.doubles[0]), row.doubles[1]))
  }

  @Test(arguments: Golden.core["needed_decibans"].array) func needed(_ row: GoldenValue) {
    let needed = Statements.neededDecibans(
      precision: row["precision"].double, baseRate: row["pi"].double)
    #expect(agree(needed, row["decibans"].double))
  }

  @Test(arguments: Golden.core["one_in"].array) func oneIn(_ row: GoldenValue) {
    #expect(Statements.oneIn(row.array[0].double) == row.array[1].string)
  }

  @Test func limitsShapeTheSentence() {
    #expect(Statements.oneIn(low: 0.05, mid: 0.0909, high: 0.2) == "1 in 11 (1 in 5.0 to 1 in 20)")
    #expect(Statements.oneIn(low: 1e-4, mid: 1e-3, high: 0.02) == "1 in 50 to 1 in 10000")
    #expect(Statements.oneIn(low: 0, mid: 1e-3, high: 0.02) == "at most 1 in 50")
  }
}
