import Scoring
import Testing

@Suite struct RankingCurveTests {
  static let golden = Golden.core["metrics"]
  static let curve = RankingCurve(
    scores: golden["risk_score"].doubles, isPositive: golden["y"].ints.map { $0 == 1 })

  @Test func areas() {
    let partial = Self.curve.partialArea(upTo: 0.1)
    #expect(agree(Self.curve.area, Self.golden["roc_auc"].double))
    #expect(agree(partial.raw, Self.golden["partial_auc_fpr_0.1_raw"].double))
    #expect(agree(partial.standardised, Self.golden["partial_auc_fpr_0.1_mcclish"].double))
    #expect(
      agree(Self.curve.precisionRecallArea, Self.golden["pr_auc_davis_goadrich"].double, 1e-10))
  }

  @Test(arguments: golden["average_precision_at_prevalence"].members.map(\.0))
  func averagePrecision(_ rate: String) {
    let expected = Self.golden["average_precision_at_prevalence"][rate].double
    #expect(agree(Self.curve.averagePrecision(prevalence: Double(rate) ?? .nan), expected))
    #expect(
      agree(Self.curve.averagePrecision(), Self.golden["average_precision"].double))
  }

  @Test(arguments: golden["tpr_at_fpr"].members.map(\.0))
  func recallAtRate(_ rate: String) {
    let recall = Self.curve.recall(atFalsePositiveRate: Double(rate) ?? .nan)
    #expect(agree(recall, Self.golden["tpr_at_fpr"][rate].double))
  }

  @Test(arguments: golden["precision_at_k_expected_ties"].members.map(\.0))
  func precisionOfTheFirst(_ count: String) {
    let expected = Self.golden["precision_at_k_expected_ties"][count].double
    #expect(agree(Self.curve.precision(atFirst: Int(count) ?? 0), expected))
  }
}

@Suite struct PrecisionTests {
  @Test(arguments: Golden.core["precision_interval_mc"].array)
  func limits(_ row: GoldenValue) {
    let limits = Precision.limits(
      hits: row["tp"].double, positives: row["n1"].double, alarms: row["fp"].double,
      negatives: row["n0"].double, baseRates: [row["pi"].double], draws: 40_000)
    let expected = row["interval"].doubles
    #expect(agree([limits[0].low, limits[0].high], expected, row["tolerance_relative"].double))
  }
}

@Suite struct GoodCoverageTests {
  /// Shares known exactly and campaigns without number: the limits become point values.
  @Test(arguments: Golden.inverted["recommend"].array)
  func recommendsTheShareOfTheMethod(_ row: GoldenValue) {
    let scores = (0...1000).map { Double($0) / 100 }
    let rate = row["pi"].double
    let above = { (shape: SyntheticPopulation.Shape, score: Double) in
      score == 0 ? 1 : 1 - shape.share(through: score - 0.01)
    }
    let bad = scores.map { above(SyntheticPopulation.bad, $0) }
    let population = zip(scores, bad).map {
      rate * $1 + (1 - rate) * above(SyntheticPopulation.good, $0)
    }
    let result = GoodCoverage(
      scores: scores, populationAbove: population, massAbove: bad.map { $0 * 1e9 },
      campaigns: 1e9, baseRate: rate, bound: row["x"].double, odds: 1)
    #expect(abs((result.threshold ?? .nan) - row["threshold"].double) < 0.011)
    #expect(abs(result.coverage - row["coverage_of_good"].double) < 0.003)
  }
}
