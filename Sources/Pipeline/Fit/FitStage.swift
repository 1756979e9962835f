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
    var settings = FitSettings(
      id: References.id(ecosystem, context.now), createdFor: context.now.iso8601)
    settings.pool = pool
    return Fit.reference(
      try await ScoringRows.input(ecosystem, context),
      baseRate: newest(rates, of: ecosystem, asOf: context.now), settings: settings)
  }

  /// The newest share of malicious projects in the whole registry that holds for no later moment.
  ///
  /// Shares of releases or files say nothing about how many projects are malicious.
  static func newest(
    _ rates: [BaseRate], of ecosystem: Ecosystem, asOf now: UTCInstant
  ) -> BaseRate? {
    rates.filter {
      $0.ecosystem == ecosystem && $0.population == "registry" && $0.unit == "project"
        && $0.asOf <= now
    }.max { ($0.asOf, $0.source) < ($1.asOf, $1.source) }
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
///
/// Each file ends with the SHA-256 of everything else it says: numbers changed by hand or by a
/// failing disk must not score packages.
package enum References {
  private struct Seal: Decodable {
    let sha256: String?
  }

  static func write(_ reference: Reference, to layout: CorpusLayout) throws {
    let path = layout.model(reference.id)
    do {
      let body = try body(of: reference)
      let sealed = body.dropLast() + Data(",\"sha256\":\"\(digest(of: body))\"}".utf8)
      try sealed.write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw PipelineError(
        .missingArtefact, "cannot write the reference \(path): check the folder's rights and space",
        cause: error)
    }
  }

  private static func body(of reference: Reference) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return try encoder.encode(reference)
  }

  private static func digest(of body: Data) -> String {
    let hasher = Digest()
    hasher.update(body)
    return hasher.hexadecimal()
  }

  /// - Throws: `PipelineError(.missingArtefact)` when there is no such reference, or it was changed.
  static func read(_ id: String, _ layout: CorpusLayout) throws -> Reference {
    let path = layout.model(id)
    guard let data = FileManager.default.contents(atPath: path) else {
      throw PipelineError(
        .missingArtefact, "there is no reference \(path): run `assay fit`, or name another")
    }
    do {
      let reference = try JSONDecoder().decode(Reference.self, from: data)
      let seal = try JSONDecoder().decode(Seal.self, from: data)
      guard try seal.sha256 == digest(of: body(of: reference)), reference.id == id else {
        throw PipelineError(
          .missingArtefact,
          "the reference \(path) was changed after it was written: remove it and run `assay fit`")
      }
      return reference
    } catch let error as PipelineError {
      throw error
    } catch {
      throw PipelineError(
        .missingArtefact, "cannot read the reference \(path): remove it and run `assay fit`",
        cause: error)
    }
  }

  /// The newest reference of an ecosystem that holds no knowledge later than `now`; nil when none was fitted.
  static func newest(_ ecosystem: Ecosystem, asOf now: UTCInstant, _ layout: CorpusLayout) throws
    -> Reference?
  {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: layout.models)) ?? []
    let latest = id(ecosystem, now)
    let own = files.filter { $0.hasPrefix("\(ecosystem.rawValue)-") && $0.hasSuffix(".json") }
      .map { String($0.dropLast(".json".count)) }.filter { $0 <= latest }
    return try own.max().map { try read($0, layout) }
  }

  /// A reference's id: what it scores, and the moment whose knowledge it holds.
  static func id(_ ecosystem: Ecosystem, _ now: UTCInstant) -> String {
    "\(ecosystem.rawValue)-\(RunFolder.name(at: now))"
  }
}

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
    let input = ScoringInput(
      ecosystem: ecosystem, packages: signals.packages, columns: signals.columns,
      campaigns: rows.campaigns, excluded: rows.excluded)
    return (input, facts, claims, rows)
  }
}
