import Corpus
import Scoring
import Tables

/// The comparison of models as tables for export.
enum ModelTables {
  /// - Parameter source: the ecosystem, or the file the scores came from.
  static func tables(_ evaluation: ModelEvaluation, source: String, reference: String) -> [Table] {
    let key = TableKey(source: source, reference: reference)
    return [
      eval(evaluation.rows, key), budget(evaluation.budgets, key),
      calibration(evaluation.calibration, key), compare(evaluation.differences, key),
      gates(evaluation.gates, key),
    ]
  }

  static func eval(_ rows: [EvaluationRow], _ key: TableKey) -> Table {
    let rates = [("5pct", 0), ("1pct", 1), ("01pct", 2), ("001pct", 3)]
    let recalls = rates.flatMap { name, index in
      estimate(
        "recall_at_fpr_\(name)",
        rows.map { index < $0.recalls.count ? $0.recalls[index] : .unknown }, unit: "share",
        doc:
          "Largest recall at a real threshold at that false positive rate; NULL when fewer than ten unlabelled rows would decide it."
      )
    }
    return Table(
      name: "eval",
      columns: key.columns(rows: rows.count) + identity(rows) + recalls
        + rankings(rows) + half(rows) + costs(rows),
      doc: "One row per population, model, weighting and base rate: what the score is worth.")
  }

  private static func identity(_ rows: [EvaluationRow]) -> [Column] {
    [
      Column(
        "population", .string(rows.map(\.population)),
        doc: "arrivals (first release within 30 days), registry, or since_split."),
      Column(
        "design", .string(rows.map(\.design)),
        doc: "grouped: cross-fitted by campaign and owner; temporal: trained on earlier campaigns."),
      Column("model", .string(rows.map(\.model)), doc: "The model judged."),
      Column(
        "gamma", .int64(rows.map { Int64($0.gamma) }),
        doc: "1: every campaign counts once; 0: every package counts once."),
      Column(
        "base_rate", .double(rows.map(\.baseRate)), unit: "share",
        doc: "The assumed share of malicious packages."),
      Column(
        "malicious", .int64(rows.map { Int64($0.malicious) }), unit: "count",
        doc: "Reported packages judged."),
      Column(
        "campaigns", .int64(rows.map { Int64($0.campaigns) }), unit: "campaigns",
        doc: "Their campaigns."),
      Column(
        "effective_campaigns", .double(rows.map(\.effectiveCampaigns)), unit: "campaigns",
        doc: "Independent observations they are worth under the weighting (Kish)."),
      Column(
        "unlabelled", .int64(rows.map { Int64($0.unlabelled) }), unit: "count",
        doc: "Unlabelled packages judged, taken as good."),
      Column(
        "smallest_fpr", .double(rows.map(\.smallestRate)), unit: "share",
        doc: "The smallest false positive rate so many packages can certify: 3 / unlabelled."),
    ]
  }

  private static func rankings(_ rows: [EvaluationRow]) -> [Column] {
    estimate(
      "auc", rows.map(\.area), unit: "share",
      doc: "Area under the ROC curve, by resampling campaigns and owners.")
      + estimate(
        "average_precision", rows.map(\.averagePrecision), unit: "share",
        doc: "Average precision at the base rate.") + [
        Column(
          "is_floor_limited", .bool(rows.map(\.isFloorLimited)),
          doc: "Fewer than 20 / base_rate unlabelled packages: average_precision is too high.")
      ]
  }

  private static func half(_ rows: [EvaluationRow]) -> [Column] {
    let points = rows.map(\.half)
    return [
      Column.optionalDoubles(
        "half_recall_threshold", points.map { $0.map { -$0.point.threshold } }, unit: "0 to 10",
        doc: "Alarm at this score and below catches half of the malice, by weight."),
      Column.optionalDoubles(
        "half_recall_fpr", points.map { $0?.point.falsePositiveRate }, unit: "share",
        doc: "The false positive rate there."),
      Column.optionalDoubles(
        "half_recall_fpr_upper", points.map { $0?.falsePositiveRateUpper }, unit: "share",
        doc: "Its upper 95 % limit (Clopper-Pearson)."),
    ]
      + estimate(
        "half_recall_precision", points.map { $0?.precision ?? .unknown }, unit: "share",
        doc: "Precision there at the base rate.") + [
        Column.optionalDoubles(
          "half_recall_f1", points.map { $0?.f1 }, unit: "share",
          doc: "F1 there at the base rate, never on the labelled mix."),
        Column.optionalDoubles(
          "half_recall_accuracy", points.map { $0?.accuracy }, unit: "share",
          doc: "Share of right decisions there at the base rate."),
      ]
  }

  private static func costs(_ rows: [EvaluationRow]) -> [Column] {
    estimate(
      "cllr", rows.map(\.cost), unit: "bits",
      doc: "Cost of the likelihood ratios: 0 is perfect, 1 says nothing; NULL without ratios.")
      + estimate(
        "least_cllr", rows.map(\.leastCost), unit: "bits",
        doc: "The least cost any increasing map of the score can reach.") + [
        Column.optionalDoubles(
          "precision_ceiling", rows.map(\.ceiling), unit: "share",
          doc: "The precision no threshold can exceed at the base rate."),
        Column(
          "flags", .string(rows.map(\.flags)),
          doc:
            "survivorship: age alone separates the classes, so nothing is claimed; small_sample: fewer than 30 campaigns; floor_limited."
        ),
      ]
  }

  static func budget(_ rows: [AlertBudget], _ key: TableKey) -> Table {
    Table(
      name: "eval_budget",
      columns: key.columns(rows: rows.count) + [
        Column("model", .string(rows.map(\.model)), doc: "The model judged."),
        Column.optionalStrings(
          "day", rows.map(\.day),
          doc: "Day of first publication, UTC; NULL is the mean over all days."),
        Column(
          "budget", .int64(rows.map { Int64($0.budget) }), unit: "count",
          doc: "Alerts a day that somebody can look at."),
        Column(
          "arrivals", .double(rows.map(\.arrivals)), unit: "count",
          doc: "Packages first published that day."),
        Column(
          "malicious", .double(rows.map(\.malicious)), unit: "count",
          doc: "Reported packages among them."),
        Column(
          "expected_precision", .double(rows.map(\.precision)), unit: "share",
          doc: "Expected share of reported malware among the alerts, in random order inside ties."),
        Column.optionalDoubles(
          "expected_recall", rows.map(\.recall), unit: "share",
          doc: "Expected share of that day's reported malware among the alerts."),
        Column(
          "ties", .double(rows.map(\.ties)), unit: "count",
          doc: "Packages in the tie that the budget cuts."),
      ], doc: "What a budget of alerts a day finds; unlabelled packages count as wrong alerts.")
  }

  static func calibration(_ rows: [CalibrationRow], _ key: TableKey) -> Table {
    Table(
      name: "calibration",
      columns: key.columns(rows: rows.count) + [
        Column("population", .string(rows.map(\.population)), doc: "As in `eval`."),
        Column("model", .string(rows.map(\.model)), doc: "The model judged."),
        Column(
          "base_rate", .double(rows.map(\.baseRate)), unit: "share",
          doc: "The assumed share of malicious packages, by which rows are weighted."),
        Column("bin", .int64(rows.map { Int64($0.bin) }), doc: "From 0, the lowest probabilities."),
        Column("rows", .int64(rows.map { Int64($0.count) }), unit: "count", doc: "Rows in it."),
        Column(
          "mean_probability", .double(rows.map(\.meanProbability)), unit: "share",
          doc: "Mean probability of malice that was stated."),
        Column(
          "observed", .double(rows.map(\.observed)), unit: "share",
          doc: "Share of malice at the base rate."),
        Column("observed_low", .double(rows.map(\.low)), unit: "share", doc: "Lower 95 % limit."),
        Column("observed_high", .double(rows.map(\.high)), unit: "share", doc: "Upper 95 % limit."),
      ], doc: "Reliability: what was promised and what came, in bins of equal numbers of rows.")
  }

  static func compare(_ rows: [ModelDifference], _ key: TableKey) -> Table {
    Table(
      name: "eval_compare",
      columns: key.columns(rows: rows.count) + [
        Column("population", .string(rows.map(\.population)), doc: "As in `eval`."),
        Column("design", .string(rows.map(\.design)), doc: "As in `eval`."),
        Column("a", .string(rows.map(\.first)), doc: "One model."),
        Column("b", .string(rows.map(\.second)), doc: "The other."),
        Column("gamma", .int64(rows.map { Int64($0.gamma) }), doc: "As in `eval`."),
        Column("metric", .string(rows.map(\.measure)), doc: "What is compared."),
        Column(
          "is_primary", .bool(rows.map(\.isPrimary)),
          doc: "Fixed before looking; all other metrics are corrected for being many."),
      ]
        + estimate(
          "difference", rows.map(\.difference), unit: "",
          doc: "a less b under the same resampled campaigns and owners.") + [
          Column("p", .double(rows.map(\.p)), doc: "Two-sided, from the replicates."),
          Column(
            "p_holm", .double(rows.map(\.adjustedP)),
            doc: "After Holm over the secondary metrics of the pair."),
          Column(
            "decision", .string(rows.map(\.decision)),
            doc: "Which model is better: first, second, or undecided."),
        ], doc: "Pairs of models under the same resampled groups.")
  }

  static func gates(_ rows: [LeakGate], _ key: TableKey) -> Table {
    Table(
      name: "leak_gates",
      columns: key.columns(rows: rows.count) + [
        Column(
          "gate", .string(rows.map(\.kind.rawValue)),
          doc: "signal, bookkeeping, observed_after_takedown, placeholder or survivorship."),
        Column(
          "subject", .string(rows.map(\.subject)), doc: "The signal, package or population."),
        Column.optionalDoubles(
          "auc", rows.map(\.value), unit: "share", doc: "The area under the ROC curve measured."),
        Column.optionalDoubles(
          "bound", rows.map(\.bound), unit: "share", doc: "The area that must not be exceeded."),
        Column("is_hit", .bool(rows.map(\.isHit)), doc: "Whether it is exceeded."),
        Column(
          "is_blocking", .bool(rows.map(\.isBlocking)),
          doc: "Whether the run stops; survivorship withholds its population instead."),
      ], doc: "What could make the evaluation measure something else than malice.")
  }

  /// The three columns of a value with limits.
  static func estimate(
    _ name: String, _ values: [Estimate], unit: String, doc: String
  ) -> [Column] {
    [
      Column.optionalDoubles(name, values.map(\.value), unit: unit, doc: doc),
      Column.optionalDoubles(
        "\(name)_low", values.map(\.low), unit: unit, doc: "Lower 95 % limit of `\(name)`."),
      Column.optionalDoubles(
        "\(name)_high", values.map(\.high), unit: unit, doc: "Upper 95 % limit of `\(name)`."),
    ]
  }
}

extension EvaluationTableFiles {
  /// The tables of models, labels and drift without rows, for the data dictionary.
  static var emptyOfModels: [Table] {
    let key = TableKey(source: "", reference: "")
    return [
      ModelTables.eval([], key), ModelTables.budget([], key), ModelTables.calibration([], key),
      ModelTables.compare([], key), ModelTables.gates([], key), AuditTables.labels([]),
      AuditTables.campaigns([], ecosystem: ""), AuditTables.drift(nil, ecosystem: ""),
    ]
  }
}

/// The columns that lead every table of an evaluation.
struct TableKey {
  let source: String
  let reference: String

  func columns(rows: Int) -> [Column] {
    [
      Column(
        "ecosystem", .string(Array(repeating: source, count: rows)),
        doc: "pypi, npm or crates."),
      Column(
        "reference", .string(Array(repeating: reference, count: rows)),
        doc: "The reference evaluated."),
    ]
  }
}
