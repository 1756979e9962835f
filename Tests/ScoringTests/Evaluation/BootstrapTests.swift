import Scoring
import Testing

@Suite struct ClusterBootstrapTests {
  static let metrics = Golden.core["metrics"]
  static let golden = Golden.core["cluster_bootstrap_auc_difference"]
  static let isPositive = metrics["y"].ints.map { $0 == 1 }

  /// The rows of one class with their clusters numbered within the class.
  static func rows(_ score: String, positive: Bool) -> ScoredRows {
    let kept = isPositive.indices.filter { isPositive[$0] == positive }
    let (numbers, count) = ClusterNumbers.of(kept.map { golden["cluster"].strings[$0] })
    return ScoredRows(
      scores: kept.map { metrics[score].doubles[$0] }, clusters: numbers, clusterCount: count)
  }

  static func model(_ score: String) -> ClusteredScores {
    ClusteredScores(
      positives: rows(score, positive: true), negatives: rows(score, positive: false))
  }

  @Test func differencesOfTwoModelsAreTheGoldenOnes() {
    let (first, second) = (Self.model("risk_score"), Self.model("risk_score_2"))
    let bootstrap = ClusterBootstrap(
      positives: Self.rows("risk_score", positive: true).clusterCount,
      negatives: Self.rows("risk_score", positive: false).clusterCount,
      replicates: Self.golden["replicates"].int, seed: UInt64(Self.golden["seed"].int))
    var differences: [Double] = []
    bootstrap.replicate { positives, negatives in
      differences.append(
        first.curve(positives: positives, negatives: negatives).area
          - second.curve(positives: positives, negatives: negatives).area)
    }
    #expect(agree(Array(differences.prefix(5)), Self.golden["first_5"].doubles))
    let values = BootstrapValues(differences)
    #expect(
      agree(
        [0.025, 0.5, 0.975].map(values.quantile), Self.golden["quantiles_0.025_0.5_0.975"].doubles))
    #expect(values.interval?.low == values.quantile(0.025))
  }

  /// Merging the negatives between two scores of positives must change no measure.
  @Test(arguments: ["risk_score", "risk_score_2"]) func pointsBetweenLoseNothing(_ score: String) {
    let exact = RankingCurve(scores: Self.metrics[score].doubles, isPositive: Self.isPositive)
    let compressed = Self.model(score).curve
    #expect(compressed.thresholds.count <= exact.thresholds.count)
    #expect(agree(compressed.area, exact.area))
    #expect(agree(compressed.precisionRecallArea, exact.precisionRecallArea))
    for rate in [0.0, 0.05, 0.1, 0.25, 1] {
      #expect(
        compressed.recall(atFalsePositiveRate: rate) == exact.recall(atFalsePositiveRate: rate))
      #expect(
        agree(
          compressed.averagePrecision(prevalence: max(rate, 1e-3)),
          exact.averagePrecision(prevalence: max(rate, 1e-3))))
    }
    #expect(compressed.point(atRecall: 0.5)?.recall == exact.point(atRecall: 0.5)?.recall)
    #expect(agree(RatioCost.leastBits(compressed), RatioCost.leastBits(exact)))
  }

  @Test func manyClustersAreDealtIntoGroups() {
    let rows = ScoredRows(
      scores: (0..<5000).map(Double.init), clusters: Array(0..<5000), clusterCount: 5000)
    #expect(rows.clusterCount == ScoredRows.dealt)
    #expect(Set(rows.clusters).count == ScoredRows.dealt)
    let few = ScoredRows(
      scores: (0..<1000).map(Double.init), clusters: Array(0..<1000), clusterCount: 1000)
    #expect(few.clusterCount == 1000)
  }

  @Test func pValueCountsBothSides() {
    #expect(BootstrapValues((1...999).map(Double.init)).twoSidedP == 0.002)
    #expect(BootstrapValues([-1, 1, -1, 1]).twoSidedP == 1)
  }
}
