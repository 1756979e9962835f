package import Corpus
import Foundation
import Logging
import Scoring
import Tables

/// Scores every package against a reference.
package enum ScoreStage {
  /// Writes `stages/scores` of each ecosystem.
  ///
  /// - Parameter model: the reference's id; nil takes the newest of each ecosystem.
  /// - Throws: `PipelineError(.missingArtefact)` when there is no reference.
  package static func run(_ ecosystems: [Ecosystem], model: String?, in context: RunContext)
    async throws
  {
    let named = try model.map { try References.read($0, context.layout) }
    if let named, !ecosystems.contains(named.ecosystem) {
      throw PipelineError(
        .usage,
        "\(named.id) is a reference of \(named.ecosystem.rawValue): it cannot score \(ecosystems.map(\.rawValue).joined(separator: ", "))"
      )
    }
    for ecosystem in ecosystems where named == nil || named?.ecosystem == ecosystem {
      let reference = try named ?? newest(ecosystem, context)
      let input = try await ScoringRows.input(ecosystem, context)
      let scores = Scoring.Score.scores(input, reference: reference)
      try ParquetWriter.write(
        ScoresTable.table(
          input, scores, TableSentences(reference),
          isStale: try StaleMaps.contains(reference.id, ecosystem, context.layout)),
        to: context.layout.stageTable("scores", ecosystem))
      try ParquetWriter.write(
        EvidenceTable.table(input, scores), to: context.layout.stageTable("evidence", ecosystem))
      context.log.info(
        "\(ecosystem.rawValue): \(input.packages.count) packages scored with \(reference.id)")
      if reference.createdFor != context.now.iso8601,
        let words = CarriedMap.sentence(reference, input, scores)
      {
        context.log.info("\(ecosystem.rawValue): \(words)")
      }
      try Task.checkCancellation()
    }
  }

  private static func newest(_ ecosystem: Ecosystem, _ context: RunContext) throws -> Reference {
    guard
      let reference = try References.newest(ecosystem, asOf: context.now, context.layout)
    else {
      throw PipelineError(
        .missingArtefact,
        "no reference of \(ecosystem.rawValue) as of \(context.now) in \(context.layout.models): run `assay fit` first"
      )
    }
    return reference
  }
}
