/// Several models judged on the same rows under the same resampled groups (method, section 5.5).
package struct ModelComparison: Sendable {
  package private(set) var rows: [EvaluationRow] = []
  package private(set) var differences: [ModelDifference] = []

  private let sample: EvaluationRows
  private let settings: EvaluationSettings
  private let measures: Measures
  private let flag: String?

  /// Rows without a score of every model are left out, so that all models judge the same rows.
  ///
  /// - Parameters:
  ///   - baseRates: what precision is stated at.
  ///   - flag: said in every row, as `survivorship`: detection measures are then withheld.
  package init(
    _ sample: EvaluationRows, models: [ModelScores], baseRates: [Double],
    settings: EvaluationSettings, flag: String? = nil
  ) {
    self.sample = sample
    self.settings = settings
    self.flag = flag
    measures = Measures(rates: settings.falsePositiveRates, baseRates: baseRates)
    guard sample.campaignCount > 0, !sample.negatives.isEmpty, flag == nil else {
      rows = models.flatMap { model in [1, 0].flatMap { unknownRows(model.name, gamma: $0) } }
      return
    }
    let blank = self
    let gammas = [1, 0]
    let judged = Parallel.map(gammas.count) { index in
      var own = blank
      own.judge(models, gamma: gammas[index])
      return own
    }
    rows = judged.flatMap(\.rows)
    differences = judged.flatMap(\.differences)
  }

  private mutating func judge(_ models: [ModelScores], gamma: Int) {
    let judged = models.map { JudgedModel($0, sample, gamma: gamma, measures) }
    guard let first = judged.first else { return }
    let bootstrap = ClusterBootstrap(
      positives: first.positives.clusterCount, negatives: first.negatives.clusterCount,
      replicates: settings.replicates, seed: settings.seed)
    var replicates = judged.map { _ in ReplicateValues() }
    bootstrap.replicate { positives, negatives in
      for model in judged.indices {
        replicates[model].add(judged[model].values(positives, negatives))
      }
    }
    for (model, replicate) in zip(judged, replicates) {
      rows += measures.baseRates.indices.map { row(model, replicate, gamma: gamma, baseRate: $0) }
    }
    for second in judged.indices.dropFirst() {
      for first in 0..<second { compare(judged, replicates, first, second, gamma: gamma) }
    }
  }

  private func row(
    _ model: JudgedModel, _ replicates: ReplicateValues, gamma: Int, baseRate: Int
  ) -> EvaluationRow {
    let rate = measures.baseRates[baseRate]
    let unlabelled = Double(sample.negatives.count)
    func estimate(_ index: Int) -> Estimate {
      let interval = sample.campaignCount > 1 ? replicates.values(of: index).interval : nil
      return Estimate(model.point[index], interval)
    }
    let recalls = measures.rates.enumerated().map { index, rate in
      rate * unlabelled < 10 ? .unknown : estimate(index)
    }
    return EvaluationRow(
      population: sample.population, design: sample.design, model: model.name, gamma: gamma,
      baseRate: rate, malicious: sample.positives.count, campaigns: sample.campaignCount,
      effectiveCampaigns: effective(gamma), unlabelled: sample.negatives.count,
      smallestRate: 3 / unlabelled, recalls: recalls, area: estimate(measures.areaIndex),
      averagePrecision: estimate(measures.averagePrecisionIndex(baseRate)),
      isFloorLimited: unlabelled < 20 / rate, half: half(model, gamma: gamma, rate),
      cost: model.cost == nil ? .unknown : estimate(measures.names.count),
      leastCost: estimate(measures.leastCostIndex), ceiling: min(1, rate * model.topRatio),
      flags: flags(floorLimited: unlabelled < 20 / rate))
  }

  private func effective(_ gamma: Int) -> Double {
    gamma == 1 ? Double(sample.campaignCount) : sample.effectiveCampaigns
  }

  private func flags(floorLimited: Bool) -> String {
    [
      flag, sample.campaignCount < 30 ? "small_sample" : nil,
      floorLimited ? "floor_limited" : nil,
    ].compactMap(\.self).joined(separator: " ")
  }

  private func half(_ model: JudgedModel, gamma: Int, _ rate: Double) -> HalfRecall? {
    guard let point = model.curve.point(atRecall: 0.5) else { return nil }
    let negatives = Double(sample.negatives.count)
    let count = effective(gamma)
    let limits = Precision.limits(
      hits: point.recall * count, positives: count, alarms: point.alarms, negatives: negatives,
      baseRates: [rate], draws: settings.draws, seed: settings.seed)
    let value = Precision.at(
      baseRate: rate, recall: point.recall, falsePositiveRate: point.falsePositiveRate)
    let (f1, accuracy) = point.atBaseRate(rate)
    return HalfRecall(
      point: point,
      falsePositiveRateUpper: BinomialInterval.clopperPearson(point.alarms, of: negatives).high,
      precision: Estimate(value, limits[0]), f1: f1, accuracy: accuracy)
  }

  private func unknownRows(_ model: String, gamma: Int) -> [EvaluationRow] {
    measures.baseRates.map { rate in
      EvaluationRow(
        population: sample.population, design: sample.design, model: model, gamma: gamma,
        baseRate: rate, malicious: sample.positives.count, campaigns: sample.campaignCount,
        effectiveCampaigns: effective(gamma), unlabelled: sample.negatives.count,
        smallestRate: sample.negatives.isEmpty ? 1 : min(1, 3 / Double(sample.negatives.count)),
        recalls: measures.rates.map { _ in .unknown }, area: .unknown,
        averagePrecision: .unknown, isFloorLimited: false, half: nil, cost: .unknown,
        leastCost: .unknown, ceiling: nil, flags: flags(floorLimited: false))
    }
  }
}

extension ModelComparison {
  /// Differences of two models in every measure that the sample can resolve.
  private mutating func compare(
    _ judged: [JudgedModel], _ replicates: [ReplicateValues], _ first: Int, _ second: Int,
    gamma: Int
  ) {
    let unlabelled = sample.negatives.count
    let resolved = measures.names.indices.filter { index in
      index >= measures.rates.count || measures.rates[index] * Double(unlabelled) >= 10
    }
    let parts = resolved.map { index in
      BootstrapValues(
        zip(replicates[first].column(index), replicates[second].column(index)).map { $0 - $1 })
    }
    let primary = resolved.firstIndex(of: measures.primaryIndex(unlabelled: unlabelled))
    let secondary = parts.indices.filter { $0 != primary }
    let adjusted = Holm.adjusted(secondary.map { parts[$0].twoSidedP })
    let byPart = Dictionary(uniqueKeysWithValues: zip(secondary, adjusted))
    for (part, index) in resolved.enumerated() {
      differences.append(
        difference(
          judged[first], judged[second], measure: index, parts[part], gamma: gamma,
          isPrimary: part == primary, adjustedP: byPart[part] ?? parts[part].twoSidedP))
    }
  }

  private func difference(
    _ first: JudgedModel, _ second: JudgedModel, measure: Int, _ values: BootstrapValues,
    gamma: Int, isPrimary: Bool, adjustedP: Double
  ) -> ModelDifference {
    let name = measures.names[measure]
    let value = first.point[measure] - second.point[measure]
    let isBetter = name.isCost ? value < 0 : value > 0
    return ModelDifference(
      population: sample.population, design: sample.design, first: first.name,
      second: second.name, gamma: gamma, measure: name.text, isPrimary: isPrimary,
      difference: Estimate(value, values.interval), p: values.twoSidedP, adjustedP: adjustedP,
      decision: adjustedP >= 0.05 ? "undecided" : (isBetter ? "first" : "second"))
  }
}

/// One model's scores of the judged rows, ready to be resampled.
private struct JudgedModel {
  let name: String
  let positives: ScoredRows
  let negatives: ScoredRows
  let scores: ClusteredScores
  let cost: CostSums?
  let curve: RankingCurve
  /// The measures of the sample itself, then the cost.
  let point: [Double]
  /// The highest ratio of malicious to population share in any bin.
  let topRatio: Double
  private let measures: Measures

  init(_ model: ModelScores, _ sample: EvaluationRows, gamma: Int, _ measures: Measures) {
    let sizes = sample.campaignSizes
    let positives = ScoredRows(
      scores: sample.positives.map { model.risk[$0] ?? 0 },
      masses: sample.campaigns.map { gamma == 1 ? 1 / sizes[$0] : 1 },
      clusters: sample.campaigns, clusterCount: sample.campaignCount)
    let negatives = ScoredRows(
      scores: sample.negatives.map { model.risk[$0] ?? 0 }, clusters: sample.owners,
      clusterCount: sample.ownerCount)
    let scores = ClusteredScores(positives: positives, negatives: negatives)
    let cost = model.logRatios.map { ratios in
      CostSums(
        positives: positives, negatives: negatives, sample.negatives.map { ratios[$0] ?? 0 },
        sample.positives.map { ratios[$0] ?? 0 })
    }
    name = model.name
    self.positives = positives
    self.negatives = negatives
    self.scores = scores
    self.cost = cost
    self.measures = measures
    curve = scores.curve
    let everyPositive = [Double](repeating: 1, count: positives.clusterCount)
    let everyNegative = [Double](repeating: 1, count: negatives.clusterCount)
    point = measures.values(scores.curve) + [cost?.bits(everyPositive, everyNegative) ?? .nan]
    topRatio = Self.topRatio(positives, negatives)
  }

  func values(_ positives: [Double], _ negatives: [Double]) -> [Double] {
    measures.values(scores.curve(positives: positives, negatives: negatives))
      + [cost?.bits(positives, negatives) ?? .nan]
  }

  /// With the bins and the shrinkage of the ratio map (method, sections 4.2 and 4.3).
  private static func topRatio(_ positives: ScoredRows, _ negatives: ScoredRows) -> Double {
    let trust = ColumnSort.ascending(negatives.scores.map { -$0 })
    let bins = Bins.tail(ValueCounts(sorted: trust))
    var mass = [Double](repeating: 0, count: bins.count)
    for (score, weight) in zip(positives.scores, positives.masses) {
      mass[bins.index(of: -score)] += weight
    }
    let estimate = RatioEstimate(
      campaignMass: mass, campaigns: mass.reduce(0, +), unlabelledCounts: bins.counts(trust))
    return estimate.ratio.max() ?? 1
  }
}

/// The measures of one model over all replicates.
private struct ReplicateValues {
  private var flat: [Double] = []
  private var width = 1

  mutating func add(_ values: [Double]) {
    width = values.count
    flat += values
  }

  func column(_ index: Int) -> [Double] {
    stride(from: index, to: flat.count, by: width).map { flat[$0] }
  }

  func values(of index: Int) -> BootstrapValues { BootstrapValues(column(index)) }
}
