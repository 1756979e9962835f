package import Corpus
import Foundation
import Logging
import Scoring
import Storage
import Tables

/// Fits one reference per ecosystem from signals, labels and base rates.
package enum FitStage {
  /// Fits candidates; writes `models/<reference id>.json` where one replaces the reference in use.
  ///
  /// What was compared and why a reference stays or goes is the table `stages/model_compare`.
  ///
  /// - Parameter refits: replaces the references in use whatever the comparison says.
  /// - Throws: `PipelineError(.missingArtefact)` when link has not run.
  package static func run(
    _ ecosystems: [Ecosystem], refits: Bool = false, in context: RunContext
  ) async throws {
    let rates = try await context.store.baseRates()
    var candidates: [Ecosystem: Reference] = [:]
    for ecosystem in ecosystems {
      candidates[ecosystem] = try await fit(ecosystem, rates, pool: nil, context)
    }
    // An ecosystem with few campaigns borrows from the others, each by its own percentiles.
    let pools = candidates.mapValues(\.pool)
    let poor = candidates.values.filter { $0.warnings.contains(.smallSample) }.map(\.ecosystem)
    var lent: [Ecosystem: CampaignPool] = [:]
    for ecosystem in poor.sorted() {
      let others = pools.filter { $0.key != ecosystem }.sorted { $0.key < $1.key }.map(\.value)
      lent[ecosystem] = CampaignPool(merging: others)
      candidates[ecosystem] = try await fit(ecosystem, rates, pool: lent[ecosystem], context)
    }
    for candidate in candidates.sorted(by: { $0.key < $1.key }).map(\.value) {
      let decision = try await decision(on: candidate, refits: refits, context)
      var published = candidate
      if decision.choice?.chosen ?? candidate.detector != candidate.detector {
        published = try await fit(
          candidate.ecosystem, rates, pool: lent[candidate.ecosystem],
          detector: decision.choice?.chosen, context)
      }
      published.choice = decision.choice
      try write(published, decision, context)
    }
  }

  /// Whether a candidate replaces its incumbent, and how the models compare if it does.
  private struct Decision {
    let incumbent: Reference?
    let incumbency: Incumbency
    /// Nil when the incumbent stays or there are too few campaigns to compare models on.
    let choice: ModelChoice?
  }

  private static func decision(
    on candidate: Reference, refits: Bool, _ context: RunContext
  ) async throws -> Decision {
    let input = try await ScoringRows.input(candidate.ecosystem, context)
    let incumbent = References.incumbent(
      candidate.ecosystem, before: context.now, context.layout)
    let incumbency = Incumbency(
      candidate: candidate, incumbent: incumbent, input: input, isForced: refits)
    let choice =
      incumbency.replaces
      ? ModelChoice(
        input, incumbent: candidate.detector, settings: settings(candidate, incumbent)) : nil
    return Decision(incumbent: incumbent, incumbency: incumbency, choice: choice)
  }

  /// Writes a reference that replaces its incumbent, and what the decision rests on.
  private static func write(
    _ reference: Reference, _ decision: Decision, _ context: RunContext
  ) throws {
    let incumbency = decision.incumbency
    if incumbency.replaces { try References.write(reference, to: context.layout) }
    try ParquetWriter.write(
      ModelCompareTable.table(incumbency, candidate: reference, incumbent: decision.incumbent),
      to: context.layout.stageTable("model_compare", reference.ecosystem))
    let fate =
      incumbency.replaces
      ? reference.sentence : "reference \(decision.incumbent?.id ?? "none") stays"
    context.log.info("\(reference.ecosystem.rawValue): \(fate); \(incumbency.reason)")
  }

  private static func fit(
    _ ecosystem: Ecosystem, _ rates: [BaseRate], pool: CampaignPool?,
    detector: ModelKind? = nil, _ context: RunContext
  ) async throws -> Reference {
    try Task.checkCancellation()
    let incumbent = References.incumbent(ecosystem, before: context.now, context.layout)
    var settings = FitSettings(
      id: References.id(ecosystem, context.now), createdFor: context.now.iso8601)
    settings.pool = pool
    settings.detector = detector ?? incumbent?.detector ?? settings.detector
    settings.activityBefore = incumbent?.activity
    let input = try await ScoringRows.input(ecosystem, recordingLabels: true, context)
    settings.inputDigest = try digest(ecosystem, context)
    return Fit.reference(
      input, baseRate: BaseRateChoice.best(rates, of: ecosystem, asOf: context.now),
      settings: settings)
  }

  /// The settings a comparison of models runs with: those of the fit, without what it kept.
  private static func settings(_ candidate: Reference, _ incumbent: Reference?) -> FitSettings {
    var settings = FitSettings(id: candidate.id, createdFor: candidate.createdFor)
    settings.activityBefore = incumbent?.activity
    return settings
  }

  /// SHA-256 of the signals that a fit reads.
  private static func digest(_ ecosystem: Ecosystem, _ context: RunContext) throws -> String {
    try RunDigests.file(context.layout.stageTable("signals", ecosystem))
  }
}

extension Reference {
  /// What the fit found, as one line for the log.
  fileprivate var sentence: String {
    let basis =
      "\(counts.campaigns) campaigns of \(counts.malicious) packages, \(counts.unlabelled) unlabelled"
    let flags = warnings.map(\.rawValue).joined(separator: ", ")
    return "reference \(id) from \(basis)"
      + (note.map { "; no map: \($0)" } ?? "") + (flags.isEmpty ? "" : "; \(flags)")
  }
}
