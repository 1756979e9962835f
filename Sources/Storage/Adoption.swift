import Corpus
import GRDB

/// Makes catalog rows from records: the one rule for writing, recovery, rebuilding and verifying.
enum Adoption {
  /// Stands for the body bytes of a revisit until the record it refers to is known.
  static let unresolved = -1

  /// The row of a record in a segment's file, from what it says and what the catalog holds before it.
  ///
  /// Throws `Damage` when a revisit refers to a record the catalog does not have.
  static func row(
    _ facts: RecordFacts, _ ecosystem: Ecosystem, in file: Int, at place: SegmentWriter.Place,
    from db: Database
  ) throws -> CatalogRow {
    let row = bareRow(facts, ecosystem, in: file, at: place)
    return facts.outcome == .unchanged ? try resolve(row, from: db) : row
  }

  /// The row as far as the record alone tells; a revisit's is unresolved.
  static func bareRow(
    _ facts: RecordFacts, _ ecosystem: Ecosystem, in file: Int, at place: SegmentWriter.Place
  ) -> CatalogRow {
    let isRevisit = facts.outcome == .unchanged
    let validators = facts.http.validators
    let snapshot = Snapshot(
      ecosystem: ecosystem, subject: facts.subject, kind: facts.kind, outcome: facts.outcome,
      fetchedAt: facts.fetchedAt, status: facts.http.status, digest: Hex.text(facts.digest),
      bodyBytes: isRevisit ? unresolved : facts.bodyBytes, segment: file, offset: place.offset,
      length: place.length, etag: validators.etag, lastModified: validators.lastModified,
      version: facts.version, truncation: facts.truncation)
    let body = isRevisit ? facts.refersTo ?? facts.id : facts.id
    return CatalogRow(
      snapshot: snapshot, segment: facts.id.segment, sequence: facts.id.sequence, url: facts.url,
      bodySegment: body.segment, bodySequence: body.sequence)
  }

  /// Completes a revisit's row from the record it refers to.
  static func resolve(_ row: CatalogRow, from db: Database) throws -> CatalogRow {
    var row = row
    let original = try SnapshotTable.row(
      row.snapshot.ecosystem, segment: row.bodySegment, sequence: row.bodySequence, in: db)
    guard let original, original.snapshot.outcome == .stored else {
      throw Damage(
        "the record of \(row.snapshot.subject.prefix(200)) repeats segment \(row.bodySegment), "
          + "record \(row.bodySequence), which is not there")
    }
    row.snapshot.bodyBytes = original.snapshot.bodyBytes
    if row.snapshot.status == 304 { try inherit(into: &row, from: db) }
    return row
  }

  /// A 304 need not repeat what it confirms: validators and truncation come from the newest row before it.
  private static func inherit(into row: inout CatalogRow, from db: Database) throws {
    let newest = try SnapshotTable.newestWithBody(
      row.snapshot.ecosystem, row.snapshot.kind, row.snapshot.subject,
      before: (row.segment, row.sequence), in: db)
    guard let newest = newest?.snapshot else { return }
    row.snapshot.etag = row.snapshot.etag ?? newest.etag
    row.snapshot.lastModified = row.snapshot.lastModified ?? newest.lastModified
    row.snapshot.truncation = row.snapshot.truncation ?? newest.truncation
  }
}
