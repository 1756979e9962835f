import Foundation
import Scoring
import Tables

/// The command `evaluate --scores`: tables in, tables and a few lines out.
package enum ElsewhereRun {
  /// Writes each table as Parquet and CSV and prints what an alarm is worth.
  ///
  /// - Throws: `PipelineError(.usage)` for tables that cannot be judged; `PipelineError(.leak)`
  ///   after the tables are written.
  package static func run(_ options: ElsewhereEvaluation.Options, output: String?) throws {
    let evaluation = try ElsewhereEvaluation(options)
    if let output {
      try create(output)
      for table in evaluation.tables {
        try ParquetWriter.write(table, to: "\(output)/\(table.name).parquet")
        try CSVWriter.write(table, to: "\(output)/\(table.name).csv")
      }
    }
    for line in evaluation.lines { print(line) }
    try evaluation.refuseLeaks()
  }

  private static func create(_ folder: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw PipelineError(
        .usage, "cannot create the folder \(folder): name one that you may write to", cause: error)
    }
  }
}

extension ElsewhereEvaluation {
  /// The result for people: the sample, then one line a model.
  package var lines: [String] {
    notes + alarms.map(Self.line) + rows.filter { $0.gamma == 1 }.map(Self.line)
  }

  private static func line(_ row: AlarmRow) -> String {
    let perDay = row.flaggedPerDay.map { " (\(text($0)) a day)" } ?? ""
    let unreviewed = row.unreviewed > 0 ? ", \(row.unreviewed) unreviewed" : ""
    let evidence = row.decibans.map { ", \(text($0)) dB" } ?? ""
    return
      "\(row.model): \(row.flagged) flagged\(perDay), \(row.truePositives) right, \(row.falsePositives) wrong\(unreviewed); precision \(text(row.precision)), false positive rate \(text(row.falsePositiveRate))\(evidence)"
  }

  private static func line(_ row: EvaluationRow) -> String {
    "\(row.model) at base rate \(row.baseRate): AUC \(text(row.area)), average precision \(text(row.averagePrecision))\(row.isFloorLimited ? " (floor-limited)" : "")"
  }

  private static func text(_ estimate: Estimate) -> String {
    guard let value = estimate.value else { return "unknown" }
    guard let low = estimate.low, let high = estimate.high else { return text(value) }
    return "\(text(value)) [\(text(low)), \(text(high))]"
  }

  private static func text(_ value: Double?) -> String {
    value.map { String(format: "%.4g", $0) } ?? "unknown"
  }
}
