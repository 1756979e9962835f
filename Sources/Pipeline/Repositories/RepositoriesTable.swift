package import Corpus
import Foundation
import Storage
import Tables

/// The stage tables of source repositories: one row a repository, one row a tag, one row a moved tag.
package enum RepositoriesTable {
  /// What packages claim and visits found, by `RepositoryClaim.key`; empty while none was visited.
  ///
  /// A repository that is gone is not there: its last facts are in the documents.
  /// - Throws: `PipelineError(.missingArtefact)` when a table is there but cannot be read.
  package static func read(
    layout: CorpusLayout, ecosystem: Ecosystem
  ) throws -> [String: RepositoryFacts] {
    try rows(layout, ecosystem).mapValues(\.facts).compactMapValues { $0 }
  }

  /// Repositories whose hosts no longer know them, by key.
  package static func gone(layout: CorpusLayout, ecosystem: Ecosystem) throws -> Set<String> {
    Set(try rows(layout, ecosystem).filter { $0.value.facts == nil }.keys)
  }

  /// One repository's row: its facts, or nil when it is gone, and the digest of its document.
  struct Row: Equatable, Sendable {
    var key: String
    var digest: String
    var observedAt: UTCInstant
    var facts: RepositoryFacts?
  }

  /// Decodes the newest documents and writes the tables; what did not change is carried over.
  ///
  /// - Parameter asOf: use what was known at this moment; nil means the newest documents.
  static func write(
    _ ecosystem: Ecosystem, asOf: UTCInstant?, in context: RunContext
  ) async throws {
    let before = (try? rows(context.layout, ecosystem)) ?? [:]
    var rows: [Row] = []
    for snapshot in try await context.store.newestSnapshots(
      ecosystem: ecosystem, kinds: [.repository], asOf: asOf)
    {
      if let row = try await row(snapshot, before[snapshot.subject], context) { rows.append(row) }
    }
    try write(rows, layout: context.layout, ecosystem: ecosystem)
  }

  /// Nil, with a rejection row, for a document that cannot be read.
  private static func row(
    _ snapshot: Snapshot, _ before: Row?, _ context: RunContext
  ) async throws -> Row? {
    var row = Row(
      key: snapshot.subject, digest: snapshot.digest, observedAt: snapshot.fetchedAt, facts: nil)
    if snapshot.outcome == .tombstone { return row }
    if let before, before.digest == row.digest, before.observedAt == row.observedAt,
      before.facts != nil
    {
      return before
    }
    let seen = try await context.store.history(
      ecosystem: snapshot.ecosystem, subject: snapshot.subject
    ).filter {
      $0.kind == .repository && $0.outcome != .tombstone && $0.fetchedAt < snapshot.fetchedAt
    }
    do {
      let document = try RepositoryDocument(parsing: try await context.store.body(of: snapshot))
      row.facts = document.facts(
        observedAt: snapshot.fetchedAt, previously: seen.map(\.fetchedAt).max())
      return row
    } catch let error as StorageError {
      throw error
    } catch {
      let owner = PackageID(snapshot.ecosystem, snapshot.subject)
      try await context.store.record(
        [Rejection(package: owner, stage: "extract", reason: "repository: \(error)")],
        run: context.runName)
      return nil
    }
  }
}
