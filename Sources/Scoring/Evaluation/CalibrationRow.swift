import Foundation

/// One bin of a reliability table: what was promised and what came (method, section 5.3).
package struct CalibrationRow: Sendable, Equatable {
  package let population: String
  package let model: String
  package let baseRate: Double
  /// From 0, the lowest probabilities.
  package let bin: Int
  package let count: Int
  package let meanProbability: Double
  /// The share of malice in the bin at the base rate, with 95 % limits.
  package let observed: Double
  package let low: Double
  package let high: Double

  /// Ten bins of about equal numbers of rows per base rate; none when the model gives no ratios.
  package static func rows(
    _ sample: EvaluationRows, model: ModelScores, baseRates: [Double],
    settings: EvaluationSettings
  ) -> [CalibrationRow] {
    guard let ratios = model.logRatios, sample.campaignCount > 0, !sample.negatives.isEmpty
    else { return [] }
    let rows = sample.positives + sample.negatives
    let sizes = sample.campaignSizes
    let isPositive =
      sample.positives.map { _ in true } + sample.negatives.map { _ in false }
    let weights = sample.campaigns.map { 1 / sizes[$0] } + sample.negatives.map { _ in 1 }
    return baseRates.flatMap { rate in
      let offset = log(rate) - log1p(-rate)
      let probabilities = rows.map { 1 / (1 + exp(-((ratios[$0] ?? 0) + offset))) }
      let calibration = Calibration(
        probabilities: probabilities, isPositive: isPositive, rowWeights: weights,
        prevalence: rate)
      return calibration.bins(10).enumerated().map { index, bin in
        CalibrationRow(bin, index, rate, sample, model.name, settings)
      }
    }
  }

  private init(
    _ bin: Calibration.Bin, _ index: Int, _ rate: Double, _ sample: EvaluationRows,
    _ model: String, _ settings: EvaluationSettings
  ) {
    let campaigns = Double(sample.campaignCount)
    let hits = bin.observed * bin.weight / rate * campaigns
    let negatives = Double(sample.negatives.count)
    let alarms = (1 - bin.observed) * bin.weight / (1 - rate) * negatives
    let limits = Precision.limits(
      hits: min(hits, campaigns), positives: campaigns, alarms: min(alarms, negatives),
      negatives: negatives, baseRates: [rate], draws: settings.draws, seed: settings.seed)
    population = sample.population
    self.model = model
    baseRate = rate
    self.bin = index
    count = bin.count
    meanProbability = bin.meanProbability
    observed = bin.observed
    low = limits[0].low
    high = limits[0].high
  }
}
