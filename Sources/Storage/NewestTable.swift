import Corpus
import Foundation
import GRDB

/// The newest row of one subject and kind: what a night needs to know of what it has.
struct NewestRow {
  var outcome: SnapshotOutcome
  /// SHA-256 of the body the row stands for.
  var digest: Data
  /// The row's name.
  var segment: Int
  var sequence: Int
}

/// The statements on the newest rows, which follow the snapshot index in the same transaction.
///
/// Newest is by time of the response, then by place in the order of writing.
enum NewestTable {
  /// Takes a row in unless a newer one of its subject and kind is there.
  static func put(_ row: CatalogRow, in db: Database) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO newest (ecosystem, subject, kind, fetched_at, segment, sequence, outcome,
          digest, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (ecosystem, subject, kind) DO UPDATE SET
          fetched_at = excluded.fetched_at, segment = excluded.segment,
          sequence = excluded.sequence, outcome = excluded.outcome, digest = excluded.digest,
          version = excluded.version
        WHERE (excluded.fetched_at, excluded.segment, excluded.sequence)
          > (fetched_at, segment, sequence)
        """)
    try statement.execute(arguments: [
      row.snapshot.ecosystem.rawValue, StoredText(row.snapshot.subject),
      row.snapshot.kind.rawValue, row.snapshot.fetchedAt.milliseconds, row.segment, row.sequence,
      row.snapshot.outcome.rawValue, Data(Hex.bytes(row.snapshot.digest) ?? []),
      row.snapshot.version.map(StoredText.init),
    ])
  }

  /// Makes all rows anew from the snapshot index.
  static func fill(in db: Database) throws {
    try db.execute(
      sql: """
        DELETE FROM newest;
        INSERT OR REPLACE INTO newest (ecosystem, subject, kind, fetched_at, segment, sequence,
          outcome, digest, version)
        SELECT ecosystem, subject, kind, fetched_at, segment, sequence, outcome, digest, version
        FROM snapshots ORDER BY ecosystem, subject, kind, fetched_at, segment, sequence;
        """)
  }

  /// The newest row of a subject and kind, tombstones included; nil when there is none.
  static func row(
    _ ecosystem: Ecosystem, _ kind: DocumentKind, _ subject: String, in db: Database
  ) throws -> NewestRow? {
    let statement = try db.cachedStatement(
      sql: """
        SELECT outcome, digest, segment, sequence FROM newest
        WHERE ecosystem = ? AND subject = ? AND kind = ?
        """)
    let cursor = try Row.fetchCursor(
      statement, arguments: [ecosystem.rawValue, StoredText(subject), kind.rawValue])
    return try withExtendedLifetime(cursor) {
      guard let row = try cursor.next() else { return nil }
      guard let outcome = SnapshotOutcome(rawValue: row[0]) else {
        throw StorageError(.catalog, "a newest row of an unknown kind. Update Assay.")
      }
      return NewestRow(outcome: outcome, digest: row[1], segment: row[2], sequence: row[3])
    }
  }

  /// What is known of every package document, in byte order of subjects (those with NUL last).
  static func known(_ ecosystem: Ecosystem, in db: Database) throws -> [KnownDocument] {
    let statement = try db.cachedStatement(
      sql:
        "SELECT subject, kind, outcome, version FROM newest WHERE ecosystem = ? ORDER BY subject, kind"
    )
    let cursor = try Row.fetchCursor(statement, arguments: [ecosystem.rawValue])
    var result: [KnownDocument] = []
    while let row = try cursor.next() {
      guard let kind = DocumentKind(rawValue: row[1]), kind.isAboutPackage else { continue }
      let outcome: String = row[2]
      result.append(
        KnownDocument(
          subject: row.text(0), kind: kind, version: row.optionalText(3),
          isGone: outcome == SnapshotOutcome.tombstone.rawValue))
    }
    return result
  }
}
