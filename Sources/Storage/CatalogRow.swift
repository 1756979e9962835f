import Corpus
import Foundation
import GRDB

/// One row of the snapshot index, with what only the store itself needs.
struct CatalogRow: Hashable, Sendable {
  var snapshot: Snapshot
  /// The segment the record was first written to: with `sequence` its name for ever.
  var segment: Int
  /// The record's place in that segment.
  var sequence: Int
  var url: String
  /// The record that holds the body this row stands for; the row's own unless it is `unchanged`.
  var bodySegment: Int
  var bodySequence: Int

  static let columns = """
    ecosystem, segment, sequence, offset, length, subject, kind, outcome, fetched_at, status, \
    digest, body_bytes, etag, last_modified, version, truncation, url, body_segment, body_sequence, file
    """

  init(
    snapshot: Snapshot, segment: Int, sequence: Int, url: String, bodySegment: Int,
    bodySequence: Int
  ) {
    self.snapshot = snapshot
    self.segment = segment
    self.sequence = sequence
    self.url = url
    self.bodySegment = bodySegment
    self.bodySequence = bodySequence
  }

  /// Reads a row of `columns`; throws when an enumeration holds a word of another version.
  init(_ row: Row) throws(StorageError) {
    guard let ecosystem = Ecosystem(rawValue: row[0]), let kind = DocumentKind(rawValue: row[6]),
      let outcome = SnapshotOutcome(rawValue: row[7])
    else {
      throw StorageError(.catalog, "a snapshot row of an unknown kind. Update Assay.")
    }
    let digest: Data = row[10]
    let truncation: String? = row[15]
    let file: Int? = row[19]
    segment = row[1]
    snapshot = Snapshot(
      ecosystem: ecosystem, subject: row.text(5), kind: kind, outcome: outcome,
      fetchedAt: UTCInstant(milliseconds: row[8]), status: row[9], digest: Hex.text(digest),
      bodyBytes: row[11], segment: file ?? segment, offset: row[3], length: row[4],
      etag: row.optionalText(12), lastModified: row.optionalText(13),
      version: row.optionalText(14), truncation: truncation.flatMap(TruncationReason.init))
    sequence = row[2]
    url = row.text(16)
    bodySegment = row[17]
    bodySequence = row[18]
  }

  /// The values of `columns`.
  var arguments: StatementArguments {
    let digest = Data(Hex.bytes(snapshot.digest) ?? [])
    return [
      snapshot.ecosystem.rawValue, segment, sequence, snapshot.offset, snapshot.length,
      StoredText(snapshot.subject), snapshot.kind.rawValue, snapshot.outcome.rawValue,
      snapshot.fetchedAt.milliseconds, snapshot.status, digest, snapshot.bodyBytes,
      snapshot.etag.map(StoredText.init), snapshot.lastModified.map(StoredText.init),
      snapshot.version.map(StoredText.init), snapshot.truncation?.rawValue, StoredText(url),
      bodySegment, bodySequence, snapshot.segment == segment ? nil : snapshot.segment,
    ]
  }
}
