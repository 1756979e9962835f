import Corpus
import GRDB

/// Makes catalog rows from records: the one rule for writing, recovery, rebuilding and verifying.
enum Adoption {
  /// The row of a record at a place, from what it says and what the catalog holds before it.
  ///
  /// Throws `Damage` when a revisit refers to a record the catalog does not have.
  static func row(
    _ facts: RecordFacts, _ ecosystem: Ecosystem, at place: SegmentWriter.Place, in db: Database
  ) throws -> CatalogRow {
    var snapshot = Snapshot(
      ecosystem: ecosystem, subject: facts.subject, kind: facts.kind, outcome: facts.outcome,
      fetchedAt: facts.fetchedAt, status: facts.http.status, digest: Hex.text(facts.digest),
      bodyBytes: facts.bodyBytes, segment: facts.id.segment, offset: place.offset,
      length: place.length, etag: facts.http.fields.value("etag"),
      lastModified: facts.http.fields.value("last-modified"), version: facts.version,
      truncation: facts.truncation)
    guard facts.outcome == .unchanged, let id = facts.refersTo else {
      return CatalogRow(
        snapshot: snapshot, sequence: facts.id.sequence, url: facts.url,
        bodySegment: facts.id.segment, bodySequence: facts.id.sequence)
    }
    let original = try SnapshotTable.row(
      ecosystem, segment: id.segment, sequence: id.sequence, in: db)
    guard let original, original.snapshot.outcome == .stored else {
      throw Damage("the revisit refers to segment \(id.segment), record \(id.sequence), not there")
    }
    snapshot.bodyBytes = original.snapshot.bodyBytes
    if facts.http.status == 304 { try inherit(into: &snapshot, in: db) }
    return CatalogRow(
      snapshot: snapshot, sequence: facts.id.sequence, url: facts.url, bodySegment: id.segment,
      bodySequence: id.sequence)
  }

  /// A 304 need not repeat what it confirms: validators and truncation come from the newest row.
  private static func inherit(into snapshot: inout Snapshot, in db: Database) throws {
    let newest = try SnapshotTable.newest(
      snapshot.ecosystem, snapshot.kind, snapshot.subject, withBody: true, in: db)
    guard let newest = newest?.snapshot else { return }
    snapshot.etag = snapshot.etag ?? newest.etag
    snapshot.lastModified = snapshot.lastModified ?? newest.lastModified
    snapshot.truncation = snapshot.truncation ?? newest.truncation
  }
}
