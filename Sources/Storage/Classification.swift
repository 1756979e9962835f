import Corpus
import Foundation
import GRDB

/// Decides what a capture becomes, from what is newest of its subject.
struct Classification {
  let capture: Capture
  /// SHA-256 of the body.
  let digest: [UInt8]
  let bodyBytes: Int
  /// The header of a record that holds the body.
  let http: HTTPHead

  init(_ capture: Capture, digest: [UInt8], bodyBytes: Int, http: HTTPHead) {
    self.capture = capture
    self.digest = digest
    self.bodyBytes = bodyBytes
    self.http = http
  }

  /// The facts of the record to write, and the record a revisit or tombstone refers to.
  ///
  /// Throws `missingBody` for a 304 about a body that was never stored.
  func facts(id: RecordID, in db: Database) throws -> (RecordFacts, original: CatalogRow?) {
    let newest = try NewestTable.row(capture.ecosystem, capture.kind, capture.subject, in: db)
    let outcome = outcome(newest)
    let original = try outcome == .stored ? nil : body(behind: newest, in: db)
    if outcome == .unchanged && original == nil {
      throw StorageError(
        .missingBody,
        "\(capture.ecosystem.rawValue) \(capture.subject): status 304, but no body is stored. "
          + "Ask again without validators.")
    }
    let refersTo = original.map {
      RecordID(prefix: id.prefix, segment: $0.segment, sequence: $0.sequence)
    }
    guard outcome == .unchanged, let original else {
      let facts = RecordFacts(
        capture, outcome: outcome, id: id, digest: digest, bodyBytes: bodyBytes, http: http,
        refersTo: refersTo)
      return (facts, original)
    }
    let revisit = HTTPHead(status: capture.status, received: capture.headers, bodyBytes: nil)
    let facts = RecordFacts(
      capture, outcome: outcome, id: id, digest: Hex.bytes(original.snapshot.digest) ?? [],
      bodyBytes: 0, http: revisit, refersTo: refersTo)
    return (facts, original)
  }

  private func outcome(_ newest: NewestRow?) -> SnapshotOutcome {
    switch capture.status {
    case 304: return .unchanged
    case 404, 410, 451: return .tombstone
    default:
      // What came back after it was gone is stored anew, even if it is the same.
      guard let newest, newest.outcome != .tombstone else { return .stored }
      return newest.digest.elementsEqual(digest) ? .unchanged : .stored
    }
  }

  /// The record that holds the newest body of the capture's subject; nil when there was none.
  private func body(behind newest: NewestRow?, in db: Database) throws -> CatalogRow? {
    guard newest != nil else { return nil }
    let last = try SnapshotTable.newest(
      capture.ecosystem, capture.kind, capture.subject, withBody: true, in: db)
    guard let last else { return nil }
    return try SnapshotTable.row(
      capture.ecosystem, segment: last.bodySegment, sequence: last.bodySequence, in: db)
  }
}
