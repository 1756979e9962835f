package import Corpus
import Foundation
import Logging
import Scoring
import Storage

/// Fits one reference per ecosystem from signals, labels and base rates.
package enum FitStage {
  /// Writes `models/<reference id>.json` of each ecosystem.
  ///
  /// - Throws: `PipelineError(.missingArtefact)` when link has not run.
  package static func run(_ ecosystems: [Ecosystem], in context: RunContext) async throws {
    let rates = try await context.store.baseRates()
    var references: [Ecosystem: Reference] = [:]
    for ecosystem in ecosystems {
      references[ecosystem] = try await fit(ecosystem, rates, pool: nil, context)
    }
    // An ecosystem with few campaigns borrows from the others, each by its own percentiles.
    let pools = references.mapValues(\.pool)
    let poor = references.values.filter { $0.warnings.contains(.smallSample) }.map(\.ecosystem)
    for ecosystem in poor.sorted() {
      let others = pools.filter { $0.key != ecosystem }.sorted { $0.key < $1.key }.map(\.value)
      references[ecosystem] = try await fit(
        ecosystem, rates, pool: CampaignPool(merging: others), context)
    }
    for reference in references.sorted(by: { $0.key < $1.key }).map(\.value) {
      try References.write(reference, to: context.layout)
      context.log.info("\(reference.ecosystem.rawValue): \(reference.sentence)")
    }
  }

  private static func fit(
    _ ecosystem: Ecosystem, _ rates: [BaseRate], pool: CampaignPool?, _ context: RunContext
  ) async throws -> Reference {
    try Task.checkCancellation()
    let moment = context.now.iso8601.replacingOccurrences(of: ":", with: "")
    var settings = FitSettings(
      id: "\(ecosystem.rawValue)-\(moment)", createdFor: context.now.iso8601)
    settings.pool = pool
    return Fit.reference(
      try await ScoringRows.input(ecosystem, context), baseRate: newest(rates, of: ecosystem),
      settings: settings)
  }

  /// The newest base rate of the whole registry.
  private static func newest(_ rates: [BaseRate], of ecosystem: Ecosystem) -> BaseRate? {
    rates.filter { $0.ecosystem == ecosystem && $0.population == "registry" }
      .max { ($0.asOf, $0.source) < ($1.asOf, $1.source) }
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

/// The references of a corpus, as files.
package enum References {
  static func write(_ reference: Reference, to layout: CorpusLayout) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let data = try encoder.encode(reference)
    try data.write(to: URL(fileURLWithPath: layout.model(reference.id)), options: .atomic)
  }

  /// - Throws: `PipelineError(.missingArtefact)` when there is no such reference.
  static func read(_ id: String, _ layout: CorpusLayout) throws -> Reference {
    let path = layout.model(id)
    do {
      return try JSONDecoder().decode(
        Reference.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw PipelineError(
        .missingArtefact, "cannot read the reference \(path): run `assay fit`, or name another",
        cause: error)
    }
  }

  /// The newest reference of an ecosystem; nil when none was fitted.
  static func newest(_ ecosystem: Ecosystem, _ layout: CorpusLayout) throws -> Reference? {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: layout.models)) ?? []
    let own = files.filter { $0.hasPrefix("\(ecosystem.rawValue)-") && $0.hasSuffix(".json") }
    return try own.max().map { try read(String($0.dropLast(".json".count)), layout) }
  }
}

/// Signals joined with labels: what fit, score and evaluate work on.
enum ScoringRows {
  static func input(_ ecosystem: Ecosystem, _ context: RunContext) async throws -> ScoringInput {
    let signals = try SignalsTable.read(
      path: context.layout.stageTable("signals", ecosystem), ecosystem: ecosystem)
    let facts = try FactsFiles(layout: context.layout, ecosystem: ecosystem).read()
    guard facts.map(\.package) == signals.packages else {
      throw PipelineError(
        .missingArtefact, "facts and signals are not of one run: run `assay link` again")
    }
    let rows = LabelledRows(facts: facts, claims: try await context.store.claims())
    return ScoringInput(
      ecosystem: ecosystem, packages: signals.packages, columns: signals.columns,
      campaigns: rows.campaigns, excluded: rows.excluded)
  }
}
