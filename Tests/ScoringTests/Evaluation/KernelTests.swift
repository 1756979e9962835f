import Foundation
import Scoring
import Testing

private let metrics = Golden.core["metrics"]
private let isPositive = metrics["y"].ints.map { $0 == 1 }

@Suite struct DeLongTests {
  @Test func areasAndCovarianceAreTheGoldenOnes() {
    let golden = metrics["delong"]
    let result = DeLong(
      scores: [metrics["risk_score"].doubles, metrics["risk_score_2"].doubles],
      isPositive: isPositive)
    #expect(agree(result.areas, [golden["auc1"].double, golden["auc2"].double]))
    for (row, expected) in zip(result.covariance, golden["cov"].array) {
      #expect(agree(row, expected.doubles))
    }
    #expect(agree(result.difference, golden["diff"].double))
    #expect(agree(result.differenceError, golden["se"].double))
    #expect(agree(result.z, golden["z"].double))
  }
}

@Suite struct CalibrationTests {
  static let plain = Calibration(
    probabilities: metrics["p"].doubles, isPositive: isPositive)
  static let rare = Calibration(
    probabilities: metrics["p"].doubles, isPositive: isPositive, prevalence: 1e-3)

  @Test func lossesAreThoseOfScikitLearn() {
    #expect(agree(Self.plain.brier, metrics["brier"].double))
    #expect(agree(Self.plain.logLoss, metrics["log_loss"].double))
    #expect(agree(Self.rare.brier, metrics["brier_at_prevalence_1e-3"].double))
    #expect(agree(Self.rare.logLoss, metrics["log_loss_at_prevalence_1e-3"].double))
  }

  @Test func binsKeepEqualProbabilitiesTogether() {
    let golden = metrics["ece_equal_mass_5"]
    #expect(agree(Self.plain.expectedError(bins: 5), golden["value"].double))
    let bins = Self.plain.bins(5)
    #expect(bins.map(\.count) == golden["bins_n_meanp_meany"].array.map { $0.array[0].int })
    for (bin, expected) in zip(bins, golden["bins_n_meanp_meany"].array) {
      #expect(agree([bin.meanProbability, bin.observed], Array(expected.doubles.dropFirst())))
    }
  }

  /// Method, section 5.3: never to cry wolf scores the base rate itself.
  @Test(arguments: [0.01, 0.001, 0.0001]) func brierIsUselessWhereMaliceIsRare(_ rate: Double) {
    let never = Calibration(
      probabilities: isPositive.map { _ in 0 }, isPositive: isPositive, prevalence: rate)
    #expect(agree(never.brier, rate, 1e-9))
  }
}

@Suite struct RatioCostTests {
  static let logRatios = metrics["risk_score"].doubles.map { 3 * $0 - 3 }
  static let positive = zip(logRatios, isPositive).filter(\.1).map(\.0)
  static let negative = zip(logRatios, isPositive).filter { !$0.1 }.map(\.0)

  @Test func costIsTheGoldenOne() {
    let bits = RatioCost.bits(positive: Self.positive, negative: Self.negative)
    #expect(agree(bits, metrics["cllr_bits_lr_is_exp(3s-3)"].double))
  }

  @Test func leastCostIsThatOfTheBestIncreasingMap() {
    let curve = RankingCurve(scores: metrics["risk_score"].doubles, isPositive: isPositive)
    let least = RatioCost.leastBits(curve)
    #expect(least < RatioCost.bits(positive: Self.positive, negative: Self.negative))
    // scikit-learn's IsotonicRegression with class weights, its shares through the odds.
    #expect(agree(least, 0.2993938000082451))
    let apart = RankingCurve(scores: [1, 2, 3, 4], isPositive: [false, false, true, true])
    #expect(RatioCost.leastBits(apart) == 0)
    let alike = RankingCurve(scores: [1, 1, 1, 1], isPositive: [false, false, true, true])
    #expect(agree(RatioCost.leastBits(alike), 1))
  }

  @Test func ratiosThatSayNothingCostOneBit() {
    #expect(agree(RatioCost.bits(positive: [0, 0], negative: [0]), 1))
    #expect(RatioCost.bits(positive: [800], negative: [-800]) < 1e-300)
    #expect(RatioCost.bits(positive: [-800], negative: [0]).isFinite)
  }
}

@Suite struct DistributionShiftTests {
  static let golden = Golden.core["drift"]
  /// Both samples in cells of a tenth, in which their values lie.
  static func cells(_ name: String) -> [Double] {
    golden[name].doubles.reduce(into: [Double](repeating: 0, count: 101)) {
      $0[Int(($1 * 10).rounded())] += 1
    }
  }

  @Test func distancesAreTheGoldenOnes() {
    let (x, y) = (Self.cells("x"), Self.cells("y"))
    #expect(agree(DistributionShift.kolmogorovSmirnov(x, y), Self.golden["ks"].double))
    #expect(
      agree(DistributionShift.wasserstein(x, y, width: 0.1), Self.golden["wasserstein1"].double))
  }

  @Test func stabilityIndexAndItsNullPointAreTheGoldenOnes() {
    let (first, second) = (
      Self.golden["counts_reference"].doubles, Self.golden["counts_tonight"].doubles
    )
    #expect(agree(StabilityIndex.between(first, second), Self.golden["psi_alpha_0.5"].double))
    let point = DistributionShift.nullPoint(
      first: first.reduce(0, +), second: second.reduce(0, +), cells: first.count)
    #expect(agree(point, Self.golden["psi_null_quantile_0.999"].double, 1e-10))
  }
}

@Suite struct HolmTests {
  @Test func smallestIsMultipliedMostAndOrderIsKept() {
    #expect(agree(Holm.adjusted([0.04, 0.01, 0.03]), [0.06, 0.03, 0.06]))
    #expect(Holm.adjusted([0.9, 0.8]) == [1, 1])
    #expect(Holm.adjusted([]) == [])
  }
}

@Suite struct PoissonIntervalTests {
  /// scipy: `chi2.ppf(0.025, 2 x) / 2` and `chi2.ppf(0.975, 2 x + 2) / 2`.
  @Test(
    arguments: [
      (0.0, 0.0, 3.6888794541139354), (1.0, 0.025317807984289876, 5.571643390938898),
      (18.0, 10.667940780399528, 28.447760267527983),
      (265.0, 234.05154907016137, 298.90240608481116),
    ] as [(Double, Double, Double)])
  func limitsAreThoseOfScipy(_ count: Double, _ low: Double, _ high: Double) {
    let limits = BinomialInterval.poisson(count)
    #expect(agree([limits.low, limits.high], [low, high], 1e-10))
  }
}
