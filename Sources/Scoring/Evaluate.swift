import Corpus

/// The stage `evaluate`: what the scores are worth at stated base rates.
///
/// Reported rows count with the score of the model that has not seen their campaign.
package enum Evaluate {
  package static func tables(
    _ input: ScoringInput, scores: ScoreColumns, reference: Reference,
    settings: EvaluationSettings = EvaluationSettings()
  ) -> EvaluationTables {
    let sample = EvaluationSample(input, scores)
    let map = reference.map
    let own = [reference.baseRate.low, reference.baseRate.mid, reference.baseRate.high]
    return EvaluationTables(
      ecosystem: input.ecosystem, reference: reference.id, ratioBins: map?.bins ?? [],
      sweep: map?.sweep ?? [], ceiling: map.map { ceiling($0) } ?? [],
      precision: map.map { precision(sample, $0, settings) } ?? [],
      goodCoverage: map == nil ? [] : goodCoverage(sample, own, settings),
      histogram: histogram(sample), summary: summary(sample, settings))
  }

  private static func ceiling(_ map: RatioMap) -> [CeilingRow] {
    guard let top = map.bins.map(\.ratio).max() else { return [] }
    let best = map.bins.filter { $0.ratio >= top * (1 - 1e-12) }
    let recall = best.reduce(0) { $0 + $1.maliciousShare }
    let rates = Set(map.sweep.map(\.baseRate)).sorted(by: >)
    return rates.map { rate in
      CeilingRow(
        baseRate: rate, precision: min(1, rate * top), bin: best.first?.index ?? 0,
        recall: recall, needed10: Statements.neededDecibans(precision: 0.1, baseRate: rate),
        needed50: Statements.neededDecibans(precision: 0.5, baseRate: rate),
        needed90: Statements.neededDecibans(precision: 0.9, baseRate: rate))
    }
  }

  private static func precision(
    _ sample: EvaluationSample, _ map: RatioMap, _ settings: EvaluationSettings
  ) -> [PrecisionRow] {
    let total = sample.unlabelled.count
    guard total > 0, sample.campaigns > 0 else { return [] }
    return map.bins.dropLast().flatMap { bin -> [PrecisionRow] in
      guard let threshold = bin.upperEdge else { return [] }
      let alarms = sample.unlabelled.countThrough(threshold)
      let hits = sample.mass(through: threshold)
      let count = Double(sample.campaigns)
      let rate = Double(alarms) / Double(total)
      let upper = BinomialInterval.clopperPearson(Double(alarms), of: Double(total)).high
      let limits = Precision.limits(
        hits: hits, positives: count, alarms: Double(alarms), negatives: Double(total),
        baseRates: settings.baseRates, draws: settings.draws, seed: settings.seed)
      return zip(settings.baseRates, limits).map { baseRate, limit in
        PrecisionRow(
          baseRate: baseRate, threshold: threshold, bin: bin.index, hits: hits,
          campaigns: sample.campaigns, alarms: alarms, unlabelled: total, recall: hits / count,
          falsePositiveRate: rate, falsePositiveRateUpper: upper,
          precision: Precision.at(
            baseRate: baseRate, recall: hits / count, falsePositiveRate: rate),
          low: limit.low, high: limit.high)
      }
    }
  }

  private static func goodCoverage(
    _ sample: EvaluationSample, _ own: [Double], _ settings: EvaluationSettings
  ) -> [GoodCoverageRow] {
    guard sample.campaigns > 0 else { return [] }
    let counted = ValueCounts(sorted: sample.unlabelled)
    let total = Double(counted.total)
    let population = counted.values.indices.map { index in
      1 - Double(counted.through[index] - counted.count(at: index)) / total
    }
    let mass = sample.massAbove(counted.values)
    let rates = Set(settings.baseRates + own).sorted(by: >)
    return rates.flatMap { rate in
      settings.bounds.flatMap { bound in
        settings.odds.map { odds in
          GoodCoverageRow(
            baseRate: rate, bound: bound, odds: odds,
            result: GoodCoverage(
              scores: counted.values, populationAbove: population, massAbove: mass,
              campaigns: Double(sample.campaigns), baseRate: rate, bound: bound, odds: odds))
        }
      }
    }
  }

  private static func histogram(_ sample: EvaluationSample) -> [HistogramRow] {
    var unlabelled = [Int](repeating: 0, count: ScoreHistogram.cellCount)
    var malicious = unlabelled
    var mass = [Double](repeating: 0, count: ScoreHistogram.cellCount)
    for score in sample.unlabelled { unlabelled[ScoreHistogram.cell(of: score)] += 1 }
    for (score, weight) in zip(sample.malicious, sample.weights) {
      malicious[ScoreHistogram.cell(of: score)] += 1
      mass[ScoreHistogram.cell(of: score)] += weight
    }
    return unlabelled.indices.map {
      HistogramRow(
        lower: Double($0) / 100, unlabelled: unlabelled[$0], malicious: malicious[$0],
        campaignMass: mass[$0])
    }
  }

  private static func summary(
    _ sample: EvaluationSample, _ settings: EvaluationSettings
  ) -> EvaluationSummary {
    let (good, bad) = (sample.unlabelled.count, sample.malicious.count)
    let isEmpty = good == 0 || bad == 0
    let curve = RankingCurve(
      scores: sample.unlabelled.map { -$0 } + sample.malicious.map { -$0 },
      isPositive: [Bool](repeating: false, count: good) + [Bool](repeating: true, count: bad),
      weights: [Double](repeating: 1, count: good) + sample.weights)
    return EvaluationSummary(
      campaigns: sample.campaigns, malicious: bad, unlabelled: good,
      area: isEmpty ? nil : curve.area,
      recalls: settings.falsePositiveRates.map { rate in
        let isResolved = !isEmpty && Double(good) * rate >= 10
        return .init(
          falsePositiveRate: rate,
          recall: isResolved ? curve.recall(atFalsePositiveRate: rate) : nil)
      },
      averagePrecisions: isEmpty
        ? []
        : settings.baseRates.map { rate in
          .init(
            baseRate: rate, value: curve.averagePrecision(prevalence: rate),
            isFloorLimited: Double(good) < 20 / rate)
        })
  }
}

/// The complete rows of an evaluation, sorted by score.
private struct EvaluationSample {
  /// Published scores, ascending.
  let unlabelled: [Double]
  /// Held-out scores, ascending, with the weight of each row.
  let malicious: [Double]
  let weights: [Double]
  let campaigns: Int
  /// Campaign mass at or below the row of the same index.
  private let cumulative: [Double]

  init(_ input: ScoringInput, _ scores: ScoreColumns) {
    let kept = input.packages.indices.filter { !input.excluded[$0] && !scores.isPartial[$0] }
    unlabelled = ColumnSort.ascending(
      kept.filter { input.campaigns[$0] == nil }.map { scores.score[$0] })
    var sizes: [String: Int] = [:]
    for row in kept { if let key = input.campaigns[row] { sizes[key, default: 0] += 1 } }
    let reported = kept.compactMap { row -> (Double, Double)? in
      guard let key = input.campaigns[row], let score = scores.heldOutScore[row] else { return nil }
      return (score, 1 / Double(sizes[key] ?? 1))
    }.sorted { $0 < $1 }
    malicious = reported.map(\.0)
    weights = reported.map(\.1)
    campaigns = sizes.count
    var sum = 0.0
    cumulative = weights.map { weight in
      sum += weight
      return sum
    }
  }

  /// Campaign mass at or below a score.
  func mass(through score: Double) -> Double {
    let count = malicious.countThrough(score)
    return count > 0 ? min(Double(campaigns), cumulative[count - 1]) : 0
  }

  /// Campaign mass at or above each of the ascending scores.
  func massAbove(_ scores: [Double]) -> [Double] {
    scores.map { score in
      let below = malicious.countBelow(score)
      guard below < malicious.count else { return 0 }
      return max(0, Double(campaigns) - (below > 0 ? cumulative[below - 1] : 0))
    }
  }
}
