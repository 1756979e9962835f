/// What so many alerts a day would find (method, section 5.3).
package struct AlertBudget: Sendable, Equatable {
  package let model: String
  /// The first day of publication, as `2026-01-31`; nil for the mean over all days.
  package let day: String?
  /// Alerts a day that somebody can look at.
  package let budget: Int
  /// Packages first published that day.
  package let arrivals: Double
  package let malicious: Double
  /// Expected share of alerts that are reported malware, in random order inside a tie.
  ///
  /// The rest are unlabelled, not all good: the true share may be higher.
  package let precision: Double
  /// Expected share of that day's reported malware that is among the alerts; nil without any.
  package let recall: Double?
  /// Packages in the tie that the budget cuts; more than the budget means the order is chance.
  package let ties: Double

  /// The budgets of the method.
  package static let budgets = [5, 20, 50, 200]

  /// One row per day and budget, then the means over the days.
  ///
  /// - Parameters:
  ///   - sample: the arrivals.
  ///   - days: per row of the input, the day of first publication as a word that sorts; rows without a day are left out.
  package static func rows(
    _ sample: EvaluationRows, model: ModelScores, days: [String?]
  ) -> [AlertBudget] {
    var byDay: [String: [(risk: Double, isPositive: Bool)]] = [:]
    for (rows, isPositive) in [(sample.positives, true), (sample.negatives, false)] {
      for row in rows {
        guard let day = days[row], let risk = model.risk[row] else { continue }
        byDay[day, default: []].append((risk, isPositive))
      }
    }
    let single = byDay.sorted { $0.key < $1.key }.flatMap { day, rows in
      let curve = RankingCurve(scores: rows.map(\.risk), isPositive: rows.map(\.isPositive))
      return budgets.map { AlertBudget(curve, model: model.name, day: day, budget: $0) }
    }
    return single + (single.isEmpty ? [] : budgets.map { mean(of: single, budget: $0) })
  }

  init(_ curve: RankingCurve, model: String, day: String?, budget: Int) {
    let total = curve.positives + curve.negatives
    let looked = min(Double(budget), total)
    let precision = curve.precision(atFirst: Int(looked))
    let tie = curve.tie(atFirst: Int(looked))
    self.init(
      model: model, day: day, budget: budget, arrivals: total, malicious: curve.positives,
      precision: precision,
      recall: curve.positives > 0 ? precision * looked / curve.positives : nil, ties: tie)
  }

  private init(
    model: String, day: String?, budget: Int, arrivals: Double, malicious: Double,
    precision: Double, recall: Double?, ties: Double
  ) {
    self.model = model
    self.day = day
    self.budget = budget
    self.arrivals = arrivals
    self.malicious = malicious
    self.precision = precision
    self.recall = recall
    self.ties = ties
  }

  /// All alerts of all days together; arrivals and malicious per day.
  private static func mean(of rows: [AlertBudget], budget: Int) -> AlertBudget {
    let own = rows.filter { $0.budget == budget }
    let days = Double(own.count)
    let alerts = own.reduce(0) { $0 + min(Double(budget), $1.arrivals) }
    let hits = own.reduce(0) { $0 + $1.precision * min(Double(budget), $1.arrivals) }
    let malicious = own.reduce(0) { $0 + $1.malicious }
    return AlertBudget(
      model: own.first?.model ?? "", day: nil, budget: budget,
      arrivals: own.reduce(0) { $0 + $1.arrivals } / days, malicious: malicious / days,
      precision: hits / alerts, recall: malicious > 0 ? hits / malicious : nil,
      ties: own.reduce(0) { $0 + $1.ties } / days)
  }
}
