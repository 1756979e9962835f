/// What raising the alarm on some rows came to, where only some of them were looked at.
///
/// Rows nobody looked at are unlabelled: they are no false alarms, and no hits either.
package struct AlarmRow: Sendable, Equatable {
  package let model: String
  /// Days of publication counted in; nil when the table has none.
  package let days: Int?
  package let flagged: Int
  package let truePositives: Int
  /// Flagged rows that somebody looked at and found good.
  package let falsePositives: Int
  package let unreviewed: Int
  /// All known malicious rows, flagged or not: recall knows of no others.
  package let malicious: Int
  package let rows: Int
  /// Independent observations that the malicious rows are worth.
  package let effectiveCampaigns: Double

  /// - Parameters:
  ///   - isFlagged: per row; nil where the model says nothing, which flags nothing.
  ///   - isMalicious: per row; nil where nobody looked.
  package init(
    model: String, isFlagged: [Bool?], isMalicious: [Bool?], days: Int?,
    effectiveCampaigns: Double
  ) {
    self.model = model
    self.days = days
    self.effectiveCampaigns = effectiveCampaigns
    rows = isFlagged.count
    malicious = isMalicious.count { $0 == true }
    let alarms = isFlagged.indices.filter { isFlagged[$0] == true }
    flagged = alarms.count
    truePositives = alarms.count { isMalicious[$0] == true }
    falsePositives = alarms.count { isMalicious[$0] == false }
    unreviewed = alarms.count { isMalicious[$0] == nil }
  }

  private func share(_ part: Int, of whole: Int) -> Double? {
    whole > 0 ? Double(part) / Double(whole) : nil
  }

  package var flaggedPerDay: Double? { days.map { Double(flagged) / Double($0) } }

  /// The share of reviewed alarms that are right, with Clopper and Pearson's limits.
  package var precision: Estimate {
    let reviewed = truePositives + falsePositives
    guard let value = share(truePositives, of: reviewed) else { return .unknown }
    return Estimate(value, .clopperPearson(Double(truePositives), of: Double(reviewed)))
  }

  /// The precision were every alarm that nobody looked at wrong, and were it right.
  package var precisionIfUnreviewed: (good: Double?, malicious: Double?) {
    (share(truePositives, of: flagged), share(truePositives + unreviewed, of: flagged))
  }

  package var recall: Double? { share(truePositives, of: malicious) }

  /// The share of rows not known to be malicious that were found good after an alarm.
  package var falsePositiveRate: Double? { share(falsePositives, of: rows - malicious) }

  package var falsePositiveRateUpper: Double? {
    rows > malicious
      ? BinomialInterval.clopperPearson(Double(falsePositives), of: Double(rows - malicious)).high
      : nil
  }

  /// Recall over false positive rate, in decibans; nil when either is 0 or unknown.
  package var decibans: Double? {
    guard let recall, let falsePositiveRate, recall > 0, falsePositiveRate > 0 else { return nil }
    return Statements.decibans(recall / falsePositiveRate)
  }

  /// The precision at a base rate, its limits in effective campaigns.
  package func precision(baseRate: Double, settings: EvaluationSettings) -> Estimate {
    guard let recall, let falsePositiveRate, flagged > 0 else { return .unknown }
    let limits = Precision.limits(
      hits: recall * effectiveCampaigns, positives: effectiveCampaigns,
      alarms: Double(falsePositives), negatives: Double(rows - malicious),
      baseRates: [baseRate], draws: settings.draws, seed: settings.seed)
    return Estimate(
      Precision.at(baseRate: baseRate, recall: recall, falsePositiveRate: falsePositiveRate),
      limits[0])
  }
}
