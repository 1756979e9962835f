package import Corpus
import Foundation
package import Labels
import Storage

/// Brings labels and base rates into the corpus, as claims with their sources.
package enum ImportStage {
  /// Imports a label file or folder and keeps the claims as documents, so that a rebuilt catalog has them.
  ///
  /// What an earlier import under the same name said and this one does not is removed, unless this
  /// one was read in part only. An import without any claim changes nothing.
  ///
  /// - Parameters:
  ///   - path: OSV directory, `.jsonl`, `.jsonl.zst`, RustSec directory or archive, or CSV.
  ///   - source: the name of the source; nil takes what the documents say.
  ///   - dropping: allows removing more than half of what the earlier import said.
  /// - Returns: what was read and set aside.
  /// - Throws: `PipelineError(.usage)` when claims would be lost by mistake; `LabelsError`.
  package static func labels(
    path: String, source: String?, dropping: Bool = false, in context: RunContext
  ) async throws -> LabelImport {
    let labels = try LabelImport.read(path: path, source: source)
    let batch = source ?? URL(fileURLWithPath: path).lastPathComponent
    try refuseEmpty(labels, path)
    let isPartial = !labels.rejected.isEmpty
    if !isPartial, !dropping { try await refuseLoss(labels.claims, batch, path, context) }
    try await context.store.replaceClaims(
      labels.claims, source: batch, keepingOthers: isPartial)
    try await keepClaims(of: batch, context)
    try await context.store.flush()
    return labels
  }

  private static func refuseEmpty(_ labels: LabelImport, _ path: String) throws {
    let isBroken = labels.documents == labels.rejected.count
    guard labels.claims.isEmpty, labels.otherEcosystems.isEmpty, isBroken else { return }
    let first = labels.rejected.first.map { "; first: \($0.where): \($0.reason.prefix(300))" } ?? ""
    throw PipelineError(
      .usage,
      "\(path) holds no label that can be read (\(labels.documents) documents, \(labels.rejected.count) set aside\(first)): nothing was changed; check the file"
    )
  }

  private static func refuseLoss(
    _ claims: [LabelClaim], _ batch: String, _ path: String, _ context: RunContext
  ) async throws {
    let earlier = try await context.store.claims(batch: batch)
    let still = Set(claims.map(ClaimKey.init))
    let lost = earlier.count { !still.contains(ClaimKey($0)) }
    guard lost * 2 > earlier.count else { return }
    throw PipelineError(
      .usage,
      "\(path) would remove \(lost) of the \(earlier.count) claims of the earlier import «\(batch)»: give another --source to keep both, or --dropping to remove them"
    )
  }

  /// Keeps the state of a batch as one document per ecosystem that it says or said something about.
  private static func keepClaims(of batch: String, _ context: RunContext) async throws {
    let subject = "labels/\(batch)"
    let claims = try await context.store.claims(batch: batch)
    for ecosystem in Ecosystem.allCases {
      let own = claims.filter { $0.package.ecosystem == ecosystem }
      let before = try await context.store.newest(
        ecosystem: ecosystem, kind: .labels, subject: subject)
      if !own.isEmpty || before != nil { try await keep(own, subject: subject, ecosystem, context) }
    }
  }

  /// Imports base rates from CSV and keeps all that are known as documents.
  ///
  /// - Returns: what was stored, and what to know about it, as sentences.
  package static func baseRates(path: String, in context: RunContext) async throws -> (
    rates: [BaseRate], notes: [String]
  ) {
    let rows = try BaseRateImport.read(path: path).rows
    guard !rows.isEmpty else {
      throw PipelineError(.usage, "\(path) has no row: nothing was changed; add base rates to it")
    }
    let read = try BaseRateRows(rows)
    try await store(read.rates, in: context)
    return (read.rates, read.notes)
  }

  /// Puts base rates beside those that are known, and keeps all as documents.
  static func store(_ rates: [BaseRate], in context: RunContext) async throws {
    for rate in rates { try await context.store.put(rate) }
    let known = try await context.store.baseRates()
    for ecosystem in Set(rates.map(\.ecosystem)).sorted() {
      let own = known.filter { $0.ecosystem == ecosystem }
      try await keep(own, subject: "base-rates", ecosystem, context)
    }
    try await context.store.flush()
  }

  /// Keeps a filled-in audit sheet byte for byte: it is what a base rate rests on.
  static func keep(sheet path: String, id: String, ecosystem: Ecosystem, _ context: RunContext)
    async throws
  {
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw PipelineError(.usage, "\(path) cannot be read: check the path")
    }
    try await keep(
      Array(bytes), type: "text/csv", subject: "\(auditPrefix)\(id)", ecosystem, context)
  }

  /// Where sheets are kept: they are neither claims nor base rates.
  private static let auditPrefix = "audits/"

  /// Puts claims and base rates back when the catalog was lost and made again from the segments.
  package static func restoreIfLost(in context: RunContext) async throws {
    guard try await context.store.claims().isEmpty, try await context.store.baseRates().isEmpty
    else { return }
    try await restore(in: context)
  }

  /// Puts claims and base rates back into a catalog that was rebuilt from the segments.
  ///
  /// A batch is put back whole, all ecosystems together, the batch that was imported last comes last.
  package static func restore(in context: RunContext) async throws {
    var batches: [String: (claims: [LabelClaim], at: UTCInstant)] = [:]
    for ecosystem in Ecosystem.allCases {
      for snapshot in try await context.store.newestSnapshots(
        ecosystem: ecosystem, kinds: [.labels])
      where !snapshot.subject.hasPrefix(auditPrefix) {
        let body = Data(try await context.store.body(of: snapshot))
        if snapshot.subject == "base-rates" {
          for rate in try JSONDecoder().decode([BaseRate].self, from: body) {
            try await context.store.put(rate)
          }
        } else {
          let batch = String(snapshot.subject.dropFirst("labels/".count))
          let claims = try JSONDecoder().decode([LabelClaim].self, from: body)
          let known = batches[batch] ?? ([], snapshot.fetchedAt)
          batches[batch] = (known.claims + claims, max(known.at, snapshot.fetchedAt))
        }
      }
    }
    for (batch, held) in batches.sorted(by: { ($0.value.at, $0.key) < ($1.value.at, $1.key) }) {
      try await context.store.replaceClaims(held.claims, source: batch)
    }
    try await context.store.flush()
  }

  private static func keep(
    _ values: some Encodable, subject: String, _ ecosystem: Ecosystem, _ context: RunContext
  ) async throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    try await keep(
      Array(try encoder.encode(values)), type: "application/json", subject: subject, ecosystem,
      context)
  }

  private static func keep(
    _ body: [UInt8], type: String, subject: String, _ ecosystem: Ecosystem, _ context: RunContext
  ) async throws {
    let capture = Capture(
      ecosystem: ecosystem, subject: subject, kind: .labels, url: "urn:assay:\(subject)",
      status: 200, headers: [HeaderField("Content-Type", type)], body: body, fetchedAt: context.now)
    _ = try await context.store.append(capture, settling: nil)
  }
}

/// What makes two claims the same statement.
private struct ClaimKey: Hashable {
  let package: PackageID
  let report: String
  let source: String

  init(_ claim: LabelClaim) {
    package = claim.package
    report = claim.report
    source = claim.source
  }
}
