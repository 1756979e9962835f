import Corpus
import Scoring
import Tables

/// What was compared when a reference was kept or replaced (method, sections 2.7 and 10).
enum ModelCompareTable {
  /// One comparison or one measurement.
  private struct Row {
    var first: String
    var second: String?
    var metric: String
    var value: Double?
    var low: Double?
    var high: Double?
    var decision: String
  }

  static func table(
    _ decision: Incumbency, candidate: Reference, incumbent: Reference?
  ) -> Table {
    let verdict = "\(decision.replaces ? "replaced" : "kept"): \(decision.reason)"
    let references = Row(
      first: candidate.id, second: incumbent?.id, metric: "recall_gain",
      value: decision.gain?.gain, low: decision.gain?.low, high: decision.gain?.high,
      decision: verdict)
    let choice = decision.replaces ? candidate.choice : nil
    return table([references] + (choice.map(rows) ?? []), candidate.ecosystem)
  }

  /// The table without rows of references: what a choice of models found.
  static func table(_ choice: ModelChoice, _ ecosystem: Ecosystem) -> Table {
    table(rows(choice), ecosystem)
  }

  static let empty = table([], .npm)

  private static func rows(_ choice: ModelChoice) -> [Row] {
    let measured = choice.metrics.flatMap { metric in
      [
        Row(
          first: metric.model.rawValue, metric: "recall_cross_validated", value: metric.recall,
          low: metric.recall - 2 * metric.standardError,
          high: metric.recall + 2 * metric.standardError,
          decision: metric.model == choice.pick ? "simplest within one standard error" : ""),
        Row(
          first: metric.model.rawValue, metric: "recall_final_test", value: metric.finalTest,
          decision: "\(choice.finalTestCampaigns) campaigns, opened once"),
      ]
    }
    let pick = Row(
      first: choice.pick.rawValue, second: choice.incumbent.rawValue, metric: "recall_gain",
      value: choice.gain.gain, low: choice.gain.low, high: choice.gain.high,
      decision: "\(choice.chosen.rawValue) is published: \(choice.reason)")
    return measured + [pick]
  }

  private static func table(_ rows: [Row], _ ecosystem: Ecosystem) -> Table {
    Table(
      name: "model_compare",
      columns: [
        Column(
          "ecosystem", .string(rows.map { _ in ecosystem.rawValue }), doc: "pypi, npm or crates."),
        Column("a", .string(rows.map(\.first)), doc: "A model, or the candidate reference."),
        Column.optionalStrings(
          "b", rows.map(\.second),
          doc: "What it is compared with; NULL for a measurement of one model."),
        Column(
          "metric", .string(rows.map(\.metric)),
          doc:
            "Recall of campaigns at a false positive rate of 1 % (0.1 % from 100,000 packages on), or its gain."
        ),
        Column.optionalDoubles(
          "value", rows.map(\.value), unit: "share",
          doc: "The recall, or the difference of two; NULL when it was not measured."),
        Column.optionalDoubles("low", rows.map(\.low), unit: "share", doc: "Lower 95 % limit."),
        Column.optionalDoubles("high", rows.map(\.high), unit: "share", doc: "Upper 95 % limit."),
        Column("decision", .string(rows.map(\.decision)), doc: "What follows, and why."),
      ], doc: "How models and references compared, and what was decided.")
  }
}
