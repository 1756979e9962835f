package import Corpus
import Foundation
package import Labels
import Storage

/// Brings labels and base rates into the corpus, as claims with their sources.
package enum ImportStage {
  /// Imports a label file or folder and keeps the claims as documents, so that a rebuilt catalog has them.
  ///
  /// - Parameters:
  ///   - path: OSV directory, `.jsonl`, `.jsonl.zst`, RustSec directory or archive, or CSV.
  ///   - source: the name of the source; nil takes what the documents say.
  /// - Returns: what was read and set aside.
  package static func labels(path: String, source: String?, in context: RunContext) async throws
    -> LabelImport
  {
    let labels = try LabelImport.read(path: path, source: source)
    let batch = source ?? URL(fileURLWithPath: path).lastPathComponent
    try await context.store.replaceClaims(labels.claims, source: batch)
    for ecosystem in Ecosystem.allCases {
      let claims = labels.claims.filter { $0.package.ecosystem == ecosystem }
      let subject = "labels/\(batch)"
      // An empty batch is kept as well where it takes back an earlier one.
      let earlier = try await context.store.newest(
        ecosystem: ecosystem, kind: .labels, subject: subject)
      if !claims.isEmpty || earlier != nil {
        try await keep(claims, subject: subject, ecosystem, context)
      }
    }
    try await context.store.flush()
    return labels
  }

  /// Imports base rates from CSV and keeps them as documents.
  package static func baseRates(path: String, in context: RunContext) async throws -> [BaseRate] {
    let rates = try BaseRateImport.read(path: path).rates
    for rate in rates { try await context.store.put(rate) }
    for ecosystem in Ecosystem.allCases {
      let own = rates.filter { $0.ecosystem == ecosystem }
      if !own.isEmpty { try await keep(own, subject: "base-rates", ecosystem, context) }
    }
    try await context.store.flush()
    return rates
  }

  /// Puts claims and base rates back into a catalog that was rebuilt from the segments.
  package static func restore(in context: RunContext) async throws {
    // A batch is replaced as a whole, so its claims on all ecosystems are put back together.
    var batches: [String: (claims: [LabelClaim], importedAt: UTCInstant)] = [:]
    for ecosystem in Ecosystem.allCases {
      for snapshot in try await context.store.newestSnapshots(
        ecosystem: ecosystem, kinds: [.labels])
      {
        let body = Data(try await context.store.body(of: snapshot))
        if snapshot.subject == "base-rates" {
          for rate in try JSONDecoder().decode([BaseRate].self, from: body) {
            try await context.store.put(rate)
          }
        } else {
          var batch = batches[snapshot.subject] ?? ([], snapshot.fetchedAt)
          batch.claims += try JSONDecoder().decode([LabelClaim].self, from: body)
          batch.importedAt = max(batch.importedAt, snapshot.fetchedAt)
          batches[snapshot.subject] = batch
        }
      }
    }
    for (subject, batch) in batches.sorted(by: {
      ($0.value.importedAt, $0.key) < ($1.value.importedAt, $1.key)
    }) {
      try await context.store.replaceClaims(
        batch.claims, source: String(subject.dropFirst("labels/".count)))
    }
    try await context.store.flush()
  }

  private static func keep(
    _ values: some Encodable, subject: String, _ ecosystem: Ecosystem, _ context: RunContext
  ) async throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let capture = Capture(
      ecosystem: ecosystem, subject: subject, kind: .labels, url: "urn:assay:\(subject)",
      status: 200, headers: [HeaderField("Content-Type", "application/json")],
      body: Array(try encoder.encode(values)), fetchedAt: context.now)
    _ = try await context.store.append(capture, settling: nil)
  }
}
