import Corpus
import Scoring
import Storage

/// Signals joined with labels: what fit, score and evaluate work on.
enum ScoringRows {
  static func input(_ ecosystem: Ecosystem, _ context: RunContext) async throws -> ScoringInput {
    try await rows(ecosystem, context).input
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
    let claims = try await context.store.claims()
    let rows = LabelledRows(facts: facts, claims: claims)
    var input = ScoringInput(
      ecosystem: ecosystem, packages: signals.packages, columns: signals.columns,
      campaigns: rows.campaigns, excluded: rows.excluded)
    input.groups = rows.groups
    input.times = rows.times
    return (input, facts, claims, rows)
  }
}
