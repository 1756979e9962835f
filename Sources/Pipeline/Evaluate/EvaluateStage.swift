package import Corpus
import Foundation
import Logging
import Scoring
import Storage
import Tables

/// Measures what the scores can tell: precision at stated base rates, ceilings, coverage of good.
package enum EvaluateStage {
  /// Writes the evaluation tables and `stages/evaluation-<ecosystem>.json` of each ecosystem.
  ///
  /// - Throws: `PipelineError(.missingArtefact)` when there is no reference;
  ///   `PipelineError(.leak)` when a gate is hit, after all tables were written.
  package static func run(_ ecosystems: [Ecosystem], in context: RunContext) async throws {
    var leaks: [String] = []
    for ecosystem in ecosystems {
      guard let reference = try References.newest(ecosystem, asOf: context.now, context.layout)
      else {
        throw PipelineError(
          .missingArtefact, "no reference of \(ecosystem.rawValue): run `assay fit` first")
      }
      leaks += try await evaluate(ecosystem, reference, context)
      try Task.checkCancellation()
    }
    guard leaks.isEmpty else {
      throw PipelineError(
        .leak,
        "the evaluation would not measure malice:\n  \(leaks.joined(separator: "\n  "))\nsee the tables leak_gates and label_audit; fix the signal or the labels, then run `assay fit` again"
      )
    }
  }

  /// The sentences of the blocking gates.
  private static func evaluate(
    _ ecosystem: Ecosystem, _ reference: Reference, _ context: RunContext
  ) async throws -> [String] {
    let rows = try await ScoringRows.rows(ecosystem, context)
    let scores = Scoring.Score.scores(rows.input, reference: reference)
    let settings = EvaluationSettings()
    let tables = Scoring.Evaluate.tables(
      rows.input, scores: scores, reference: reference, settings: settings)
    try Evaluations.write(tables, ecosystem, context.layout)
    let history = RowHistory(rows.facts)
    let evaluation = ModelEvaluation(
      rows.input, history: history,
      published: PublishedModel.scores(rows.input, scores, reference),
      ownRate: reference.baseRate.mid, now: context.now, settings: settings)
    let drift = try DriftMeasure.since(
      try Certificates.published(in: context.layout, before: context.runName), rows.input, context)
    let audit = LabelAudit.rows(
      rows.input, reasons: rows.labels.reasons, isPartial: scores.isPartial, claims: rows.claims,
      gates: evaluation.gates)
    let campaigns = CampaignRow.rows(
      rows.input, history, rows.claims, folds: reference.folds.count)
    let words = TableSentences(reference)
    let written =
      EvaluationTableFiles.tables(tables).map { words.added(to: $0, tables) }
      + ModelTables.tables(evaluation, source: ecosystem.rawValue, reference: reference.id) + [
        AuditTables.labels(audit),
        AuditTables.campaigns(campaigns, ecosystem: ecosystem.rawValue),
        AuditTables.drift(drift, ecosystem: ecosystem.rawValue),
      ]
    for table in written {
      try ParquetWriter.write(table, to: context.layout.stageTable(table.name, ecosystem))
    }
    if let drift, drift.drift.isAlarm, drift.reference == reference.id {
      // Tonight's scores were written before their drift was known.
      try ParquetWriter.write(
        ScoresTable.table(rows.input, scores, words, isStale: true),
        to: context.layout.stageTable("scores", ecosystem))
    }
    report(ecosystem, drift, context)
    return evaluation.gates.filter(\.isBlocking).map { "\(ecosystem.rawValue): \($0.sentence)" }
  }

  private static func report(
    _ ecosystem: Ecosystem, _ drift: DriftMeasure?, _ context: RunContext
  ) {
    guard let drift else { return }
    context.log.log(
      level: drift.drift.isAlarm ? .warning : .info, "\(ecosystem.rawValue): \(drift.sentence)")
  }
}

extension LeakGate {
  /// What was hit, for people.
  var sentence: String {
    guard let value, let bound else {
      return "\(subject) was only seen as a placeholder or after its takedown"
    }
    let area = (value * 1000).rounded() / 1000
    switch kind {
    case .bookkeeping:
      return
        "what the crawler knows of its own work separates the classes: AUC \(area), limit \(bound)"
    case .survivorship:
      return "age alone separates the classes in \(subject): AUC \(area), limit \(bound)"
    case .signal, .observedAfterTakedown, .placeholder:
      return "the signal \(subject) alone separates the classes: AUC \(area), limit \(bound)"
    }
  }
}

/// Evaluations as files between evaluate and report.
enum Evaluations {
  private static func path(_ ecosystem: Ecosystem, _ layout: CorpusLayout) -> String {
    "\(layout.stages)/evaluation-\(ecosystem.rawValue).json"
  }

  static func write(_ tables: EvaluationTables, _ ecosystem: Ecosystem, _ layout: CorpusLayout)
    throws
  {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    try encoder.encode(tables).write(
      to: URL(fileURLWithPath: path(ecosystem, layout)), options: .atomic)
  }

  /// - Throws: `PipelineError(.missingArtefact)` when evaluate has not run.
  static func read(_ ecosystem: Ecosystem, _ layout: CorpusLayout) throws -> EvaluationTables {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do {
      let data = try Data(contentsOf: URL(fileURLWithPath: path(ecosystem, layout)))
      return try decoder.decode(EvaluationTables.self, from: data)
    } catch {
      throw PipelineError(
        .missingArtefact, "cannot read \(path(ecosystem, layout)): run `assay evaluate` first",
        cause: error)
    }
  }
}
