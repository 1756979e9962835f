import Corpus
import Scoring
import Tables

/// The evaluation of one ecosystem as tables for export.
enum EvaluationTableFiles {
  static func tables(_ evaluation: EvaluationTables) -> [Table] {
    [
      lrBins(evaluation), sweep(evaluation), ceiling(evaluation), precision(evaluation),
      coverage(evaluation), distribution(evaluation),
    ]
  }

  private static func keys(_ evaluation: EvaluationTables, rows: Int) -> [Column] {
    [
      Column(
        "ecosystem", .string(Array(repeating: evaluation.ecosystem.rawValue, count: rows)),
        doc: "pypi, npm or crates."),
      Column(
        "reference", .string(Array(repeating: evaluation.reference, count: rows)),
        doc: "The reference evaluated."),
    ]
  }

  private static func lrBins(_ evaluation: EvaluationTables) -> Table {
    let bins = evaluation.ratioBins
    return Table(
      name: "lr_bins",
      columns: keys(evaluation, rows: bins.count) + [
        Column("bin", .int64(bins.map { Int64($0.index) }), doc: "From 0, the riskiest."),
        Column.optionalDoubles(
          "upper_edge", bins.map(\.upperEdge), unit: "0 to 10",
          doc: "Highest score in the bin; NULL for the last."),
        Column(
          "unlabelled", .int64(bins.map { Int64($0.unlabelled) }), unit: "count",
          doc: "Unlabelled packages."),
        Column(
          "campaigns", .double(bins.map(\.campaigns)), unit: "campaigns",
          doc: "Campaigns, each with weight 1 spread over its packages."),
        Column(
          "packages", .int64(bins.map { Int64($0.packages) }), unit: "count",
          doc: "Reported packages."),
        Column(
          "population_share", .double(bins.map(\.populationShare)), unit: "share",
          doc: "Share of the population in the bin."),
        Column(
          "malicious_share", .double(bins.map(\.maliciousShare)), unit: "share",
          doc: "Share of reported malware in the bin, shrunk by two campaigns."),
        Column(
          "ratio_raw", .double(bins.map(\.rawRatio)), unit: "ratio",
          doc: "Malicious over population share."),
        Column(
          "ratio", .double(bins.map(\.ratio)), unit: "ratio",
          doc: "The same made monotone by pooling adjacent violators."),
        Column.optionalDoubles(
          "likelihood_ratio", bins.map(\.likelihoodRatio), unit: "ratio",
          doc: "Malicious over good share."),
        Column.optionalDoubles(
          "decibans", bins.map(\.decibans), unit: "dB",
          doc: "Ten times the decimal logarithm of the likelihood ratio."),
        Column.optionalDoubles(
          "posterior_low", bins.map(\.low), unit: "share",
          doc: "Lower 95 % limit of the probability of malice at the ecosystem's base rate."),
        Column.optionalDoubles(
          "posterior_mid", bins.map(\.mid), unit: "share",
          doc: "Probability of malice at the ecosystem's base rate."),
        Column.optionalDoubles(
          "posterior_high", bins.map(\.high), unit: "share", doc: "Upper 95 % limit."),
        Column.optionalStrings("one_in", bins.map(\.oneIn), doc: "The probability as a phrase."),
        Column(
          "is_borrowed", .bool(bins.map(\.isBorrowed)),
          doc: "Leans on campaigns of other ecosystems."),
        Column(
          "is_small_sample", .bool(bins.map(\.isSmallSample)),
          doc: "Rests on fewer campaigns than the method needs."),
      ], doc: "From score to likelihood ratio and probability of malice.")
  }

  private static func sweep(_ evaluation: EvaluationTables) -> Table {
    let rows = evaluation.sweep
    let (twice, fourfold) = (rows.map { $0.band(odds: 2) }, rows.map { $0.band(odds: 4) })
    return Table(
      name: "sweep",
      columns: keys(evaluation, rows: rows.count) + [
        Column("bin", .int64(rows.map { Int64($0.bin) }), doc: "The bin of `lr_bins`."),
        Column(
          "base_rate", .double(rows.map(\.baseRate)), unit: "share",
          doc: "The assumed share of malicious packages."),
        Column.optionalDoubles(
          "posterior_low", rows.map(\.low), unit: "share",
          doc: "Lower 95 % limit; NULL where the scores rule the base rate out."),
        Column.optionalDoubles(
          "posterior_mid", rows.map(\.mid), unit: "share", doc: "Probability of malice."),
        Column.optionalDoubles(
          "posterior_high", rows.map(\.high), unit: "share", doc: "Upper 95 % limit."),
        Column.optionalDoubles(
          "low_k2", twice.map { $0?.low }, unit: "share",
          doc: "Lower limit if reporting favours the obvious by odds of 2."),
        Column.optionalDoubles(
          "high_k2", twice.map { $0?.high }, unit: "share",
          doc: "Upper limit if reporting favours the obvious by odds of 2."),
        Column.optionalDoubles(
          "low_k4", fourfold.map { $0?.low }, unit: "share", doc: "Lower limit at odds of 4."),
        Column.optionalDoubles(
          "high_k4", fourfold.map { $0?.high }, unit: "share", doc: "Upper limit at odds of 4."),
        Column.optionalStrings("one_in", rows.map(\.oneIn), doc: "The probability as a phrase."),
      ], doc: "The probability of malice in each bin, for base rates from 1 in 100 to 1 in 100,000."
    )
  }

  private static func ceiling(_ evaluation: EvaluationTables) -> Table {
    let rows = evaluation.ceiling
    return Table(
      name: "ceiling",
      columns: keys(evaluation, rows: rows.count) + [
        Column(
          "base_rate", .double(rows.map(\.baseRate)), unit: "share",
          doc: "The assumed share of malicious packages."),
        Column(
          "precision", .double(rows.map(\.precision)), unit: "share",
          doc: "The best precision any threshold can reach."),
        Column("bin", .int64(rows.map { Int64($0.bin) }), doc: "The bin that reaches it."),
        Column(
          "recall", .double(rows.map(\.recall)), unit: "share", doc: "Share of campaigns there."),
        Column(
          "needed_10_db", .double(rows.map(\.needed10)), unit: "dB",
          doc: "Evidence needed for a precision of 10 %."),
        Column(
          "needed_50_db", .double(rows.map(\.needed50)), unit: "dB",
          doc: "Evidence needed for a precision of 50 %."),
        Column(
          "needed_90_db", .double(rows.map(\.needed90)), unit: "dB",
          doc: "Evidence needed for a precision of 90 %."),
      ], doc: "What no threshold can exceed.")
  }

  private static func precision(_ evaluation: EvaluationTables) -> Table {
    let rows = evaluation.precision
    return Table(
      name: "precision",
      columns: keys(evaluation, rows: rows.count) + [
        Column(
          "base_rate", .double(rows.map(\.baseRate)), unit: "share",
          doc: "The assumed share of malicious packages."),
        Column(
          "threshold", .double(rows.map(\.threshold)), unit: "0 to 10",
          doc: "Alarm at this score and below."),
        Column(
          "bin", .int64(rows.map { Int64($0.bin) }), doc: "The bin of `lr_bins` that ends there."),
        Column("hits", .double(rows.map(\.hits)), unit: "campaigns", doc: "Campaigns caught."),
        Column(
          "campaigns", .int64(rows.map { Int64($0.campaigns) }), unit: "campaigns",
          doc: "All campaigns."),
        Column(
          "alarms", .int64(rows.map { Int64($0.alarms) }), unit: "count",
          doc: "Unlabelled packages at or below the threshold, taken as good."),
        Column(
          "unlabelled", .int64(rows.map { Int64($0.unlabelled) }), unit: "count",
          doc: "All unlabelled packages."),
        Column(
          "recall", .double(rows.map(\.recall)), unit: "share", doc: "Share of campaigns caught."),
        Column(
          "false_positive_rate", .double(rows.map(\.falsePositiveRate)), unit: "share",
          doc: "Share of unlabelled packages that raise an alarm."),
        Column(
          "false_positive_rate_upper", .double(rows.map(\.falsePositiveRateUpper)), unit: "share",
          doc: "Its upper 95 % limit."),
        Column(
          "precision", .double(rows.map(\.precision)), unit: "share",
          doc: "Share of alarms that are right at the base rate."),
        Column("precision_low", .double(rows.map(\.low)), unit: "share", doc: "Lower 95 % limit."),
        Column(
          "precision_high", .double(rows.map(\.high)), unit: "share", doc: "Upper 95 % limit."),
      ], doc: "Precision of an alarm at and below a score, at stated base rates.")
  }

  private static func coverage(_ evaluation: EvaluationTables) -> Table {
    let rows = evaluation.goodCoverage
    return Table(
      name: "coverage_of_good",
      columns: keys(evaluation, rows: rows.count) + [
        Column(
          "base_rate", .double(rows.map(\.baseRate)), unit: "share",
          doc: "The assumed share of malicious packages."),
        Column(
          "bound", .double(rows.map(\.bound)), unit: "share",
          doc: "The upper 95 % limit allowed for malice among the recommended."),
        Column(
          "kappa", .double(rows.map(\.odds)), unit: "ratio",
          doc: "Odds by which reporting may favour the obvious."),
        Column.optionalDoubles(
          "threshold", rows.map(\.result.threshold), unit: "0 to 10",
          doc: "Recommend this score and above; NULL when no score will do."),
        Column(
          "coverage", .double(rows.map(\.result.coverage)), unit: "share",
          doc: "Share of good packages recommended."),
        Column(
          "malicious_above", .double(rows.map(\.result.maliciousAbove)), unit: "share",
          doc: "Share of malicious packages recommended with them."),
        Column(
          "malicious_above_low", .double(rows.map(\.result.low)), unit: "share",
          doc: "Lower 95 % limit of `malicious_above`."),
        Column(
          "malicious_above_high", .double(rows.map(\.result.high)), unit: "share",
          doc: "Upper 95 % limit of `malicious_above`."),
      ],
      doc: "How many good packages can be recommended, and how much malice could hide among them.")
  }

  private static func distribution(_ evaluation: EvaluationTables) -> Table {
    let rows = evaluation.histogram
    return Table(
      name: "distribution",
      columns: keys(evaluation, rows: rows.count) + [
        Column(
          "score_from", .double(rows.map(\.lower)), unit: "0 to 10",
          doc: "Lower end of the cell; cells are 0.01 wide."),
        Column(
          "unlabelled", .int64(rows.map { Int64($0.unlabelled) }), unit: "count",
          doc: "Unlabelled packages."),
        Column(
          "malicious", .int64(rows.map { Int64($0.malicious) }), unit: "count",
          doc: "Reported packages, by held-out score."),
        Column(
          "campaigns", .double(rows.map(\.campaignMass)), unit: "campaigns",
          doc: "Campaigns, each with weight 1."),
      ], doc: "Exact distribution of the score.")
  }
}
