import Scoring
import Tables

/// What alarms came to, as tables.
enum AlarmTables {
  static func alarms(_ rows: [(day: String?, row: AlarmRow)]) -> Table {
    let alarms = rows.map(\.row)
    func share(_ name: String, _ values: [Double?], doc: String) -> Column {
      Column.optionalDoubles(name, values, unit: "share", doc: doc)
    }
    return Table(
      name: "alarms",
      columns: [
        Column("model", .string(alarms.map(\.model)), doc: "The column of scores."),
        Column.optionalStrings("day", rows.map(\.day), doc: "One day; NULL counts all days."),
        Column("rows", .int64(alarms.map { Int64($0.rows) }), unit: "count", doc: "Rows judged."),
        Column(
          "flagged", .int64(alarms.map { Int64($0.flagged) }), unit: "count",
          doc: "Rows that raise the alarm."),
        Column.optionalDoubles(
          "flagged_per_day", alarms.map(\.flaggedPerDay), unit: "count", doc: "Alarms a day."),
        Column.optionalDoubles(
          "flagged_per_day_low", alarms.map { $0.dailyLimits?.low }, unit: "count",
          doc: "Lower 95 % limit, were alarms independent (Poisson)."),
        Column.optionalDoubles(
          "flagged_per_day_high", alarms.map { $0.dailyLimits?.high }, unit: "count",
          doc: "Upper 95 % limit, were alarms independent (Poisson)."),
        Column(
          "true_positives", .int64(alarms.map { Int64($0.truePositives) }), unit: "count",
          doc: "Flagged and malicious."),
        Column(
          "false_positives", .int64(alarms.map { Int64($0.falsePositives) }), unit: "count",
          doc: "Flagged, looked at, and good."),
        Column(
          "unreviewed", .int64(alarms.map { Int64($0.unreviewed) }), unit: "count",
          doc: "Flagged and never looked at: unlabelled, in neither count."),
        Column(
          "malicious", .int64(alarms.map { Int64($0.malicious) }), unit: "count",
          doc: "All known malicious rows; malware nobody found is missing, so recall is too high."),
        Column(
          "effective_campaigns", .double(alarms.map(\.effectiveCampaigns)), unit: "campaigns",
          doc: "Independent observations the malicious rows are worth (Kish)."),
      ]
        + ModelTables.estimate(
          "precision", alarms.map(\.precision), unit: "share",
          doc: "Share of reviewed alarms that are right (Clopper-Pearson).") + [
          share(
            "precision_if_unreviewed_good", alarms.map(\.precisionIfUnreviewed.good),
            doc: "Precision were every unreviewed alarm wrong."),
          share(
            "precision_if_unreviewed_malicious", alarms.map(\.precisionIfUnreviewed.malicious),
            doc: "Precision were every unreviewed alarm right."),
          share("recall", alarms.map(\.recall), doc: "Share of known malicious rows flagged."),
          share(
            "fpr", alarms.map(\.falsePositiveRate),
            doc: "False positives among rows not known to be malicious."),
          share(
            "fpr_upper", alarms.map(\.falsePositiveRateUpper),
            doc: "Its upper 95 % limit (Clopper-Pearson)."),
          Column.optionalDoubles(
            "evidence_db", alarms.map(\.decibans), unit: "dB",
            doc: "Likelihood ratio of an alarm: recall over fpr; NULL without false positives."),
        ], doc: "What raising the alarm came to, over all days and day by day.")
  }

  static func precision(
    _ rows: [AlarmRow], baseRates: [Double], settings: EvaluationSettings
  ) -> Table {
    let pairs = rows.flatMap { row in baseRates.map { (row, $0) } }
    return Table(
      name: "alarm_precision",
      columns: [
        Column("model", .string(pairs.map(\.0.model)), doc: "The column of scores."),
        Column(
          "base_rate", .double(pairs.map(\.1)), unit: "share",
          doc: "The assumed share of malicious rows."),
      ]
        + ModelTables.estimate(
          "precision", pairs.map { $0.0.precision(baseRate: $0.1, settings: settings) },
          unit: "share",
          doc: "Precision of an alarm at the base rate, limits in effective campaigns."),
      doc: "What an alarm is worth at stated base rates.")
  }
}

extension AlarmRow {
  /// 95 % limits of the alarms a day; nil without days.
  fileprivate var dailyLimits: BinomialInterval? {
    days.map { days in
      let limits = BinomialInterval.poisson(Double(flagged))
      return BinomialInterval(low: limits.low / Double(days), high: limits.high / Double(days))
    }
  }
}
