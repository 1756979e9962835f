/// A recall with its values under resampled groups.
struct ResampledRecall {
  let point: Double
  let replicates: [Double]

  /// The deviation of the replicates; 0 without any.
  var standardError: Double {
    guard replicates.count > 1 else { return 0 }
    let mean = replicates.reduce(0, +) / Double(replicates.count)
    let squares = replicates.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(replicates.count - 1)).squareRoot()
  }
}

/// The rows that models are compared on: campaigns, each worth 1, against unlabelled groups.
struct RecallSample {
  private let positives: [Int]
  private let campaigns: [Int]
  private let masses: [Double]
  private let negatives: [Int]
  private let groups: [Int]
  private let groupCount: Int
  let campaignCount: Int
  let falsePositiveRate: Double

  /// Rows that are not excluded and, if `rows` is given, are marked; nil when a class is too small.
  init?(_ input: ScoringInput, rows: [Bool]? = nil) {
    let kept = input.packages.indices.filter { !input.excluded[$0] && rows?[$0] ?? true }
    positives = kept.filter { input.campaigns[$0] != nil }
    negatives = kept.filter { input.campaigns[$0] == nil }
    (campaigns, campaignCount) = ClusterNumbers.of(positives.map { input.campaigns[$0] ?? "" })
    (groups, groupCount) = ClusterNumbers.of(negatives.map { input.group(ofUnlabelled: $0) })
    var sizes = [Double](repeating: 0, count: campaignCount)
    for campaign in campaigns { sizes[campaign] += 1 }
    masses = campaigns.map { 1 / sizes[$0] }
    falsePositiveRate = negatives.count >= 100_000 ? 0.001 : 0.01
    guard campaignCount >= 5, Double(negatives.count) * falsePositiveRate >= 10 else { return nil }
  }

  /// Recall at the false positive rate; rows a model says nothing of count as its safest.
  func recall(_ risk: [Double?]) -> Double {
    scores(risk).curve.recall(atFalsePositiveRate: falsePositiveRate)
  }

  /// The mean recall over several splits, and over the same resampled groups for every model.
  func recalls(_ risks: [[Double?]], replicates: Int, seed: UInt64) -> ResampledRecall {
    let splits = risks.map(scores)
    let count = Double(splits.count)
    let bootstrap = ClusterBootstrap(
      positives: campaignCount, negatives: splits.first?.negativeClusters ?? 0,
      replicates: replicates, seed: seed)
    var values: [Double] = []
    bootstrap.replicate { drawnPositives, drawnNegatives in
      let sum = splits.reduce(0) { sum, split in
        let curve = split.scores.curve(positives: drawnPositives, negatives: drawnNegatives)
        return sum + curve.recall(atFalsePositiveRate: falsePositiveRate)
      }
      values.append(sum / count)
    }
    let point = splits.reduce(0) {
      $0 + $1.curve.recall(atFalsePositiveRate: falsePositiveRate)
    }
    return ResampledRecall(point: point / count, replicates: values)
  }

  private struct Scores {
    let scores: ClusteredScores
    let negativeClusters: Int
    var curve: RankingCurve { scores.curve }
  }

  private func scores(_ risk: [Double?]) -> Scores {
    let least = risk.reduce(0) { min($0, $1 ?? 0) } - 1
    let usual = ScoredRows(
      scores: negatives.map { risk[$0] ?? least }, clusters: groups, clusterCount: groupCount)
    let bad = ScoredRows(
      scores: positives.map { risk[$0] ?? least }, masses: masses, clusters: campaigns,
      clusterCount: campaignCount)
    return Scores(
      scores: ClusteredScores(positives: bad, negatives: usual),
      negativeClusters: usual.clusterCount)
  }
}
