import Corpus
import Logging
import Scoring
import Storage
import Tables

/// Signals joined with labels: what fit, score and evaluate work on.
enum ScoringRows {
  /// - Parameter recordingLabels: writes the table that says what became of the labels.
  static func input(
    _ ecosystem: Ecosystem, recordingLabels: Bool = false, _ context: RunContext
  ) async throws -> ScoringInput {
    let rows = try await rows(ecosystem, context)
    if recordingLabels {
      let coverage = LabelCoverage(
        ecosystem, claims: rows.claims, packages: rows.input.packages, labelled: rows.labels)
      try ParquetWriter.write(
        coverage.table, to: context.layout.stageTable("label_coverage", ecosystem))
      context.log.info("\(ecosystem.rawValue): \(coverage.sentence)")
    }
    return rows.input
  }

  /// The input with the facts and claims it was made of.
  static func rows(_ ecosystem: Ecosystem, _ context: RunContext) async throws -> (
    input: ScoringInput, facts: [PackageFacts], claims: [LabelClaim], labels: LabelledRows
  ) {
    let signals = try SignalsTable.read(
      path: context.layout.stageTable("signals", ecosystem), ecosystem: ecosystem)
    let facts = try FactsFiles(layout: context.layout, ecosystem: ecosystem).read()
    guard facts.map(\.package) == signals.packages else {
      throw PipelineError(
        .missingArtefact, "facts and signals are not of one run: run `assay link` again")
    }
    let claims = try await context.store.claims().filter { $0.package.ecosystem == ecosystem }
    let rows = LabelledRows(
      facts: facts, claims: claims,
      popular: PopularPackages.named(signals.packages, signals.columns))
    var input = ScoringInput(
      ecosystem: ecosystem, packages: signals.packages, columns: signals.columns,
      campaigns: rows.campaigns, excluded: rows.excluded)
    input.groups = rows.groups
    input.times = rows.times
    return (input, facts, claims, rows)
  }
}
