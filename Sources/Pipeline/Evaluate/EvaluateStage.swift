package import Corpus
import Foundation
import Scoring
import Tables

/// Measures what the scores can tell: precision at stated base rates, ceilings, coverage of good.
package enum EvaluateStage {
  /// Writes the evaluation tables and `stages/evaluation-<ecosystem>.json` of each ecosystem.
  ///
  /// - Throws: `PipelineError(.missingArtefact)` when there is no reference.
  package static func run(_ ecosystems: [Ecosystem], in context: RunContext) async throws {
    for ecosystem in ecosystems {
      guard let reference = try References.newest(ecosystem, asOf: context.now, context.layout)
      else {
        throw PipelineError(
          .missingArtefact, "no reference of \(ecosystem.rawValue): run `assay fit` first")
      }
      let input = try await ScoringRows.input(ecosystem, context)
      let scores = Scoring.Score.scores(input, reference: reference)
      let tables = Scoring.Evaluate.tables(
        input, scores: scores, reference: reference, settings: EvaluationSettings())
      try Evaluations.write(tables, ecosystem, context.layout)
      let words = TableSentences(reference)
      for table in EvaluationTableFiles.tables(tables).map({ words.added(to: $0, tables) }) {
        try ParquetWriter.write(table, to: context.layout.stageTable(table.name, ecosystem))
      }
      try Task.checkCancellation()
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
