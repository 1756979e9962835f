package import Corpus
import Foundation
import GRDB

extension CorpusStore {
  /// Stores one response in the open batch and takes the settled item off the owed set with it.
  ///
  /// 2xx becomes `stored`, or `unchanged` when the body is that of the newest snapshot; 304 becomes
  /// `unchanged`; 404, 410 and 451 become a `tombstone`. Throws `badCapture` for other statuses and for
  /// fields no record can hold, `missingBody` for a 304 about a body that was never stored.
  @discardableResult
  package func append(_ capture: Capture, settling owed: OwedItem? = nil) throws -> Snapshot {
    try check(capture)
    let digest = Digest.sha256(capture.body)
    let writer = try writer(capture.ecosystem)
    let (facts, original) = try classify(
      capture, digest: digest, bodyBytes: capture.body.count, id: writer.nextID)
    let body = facts.outcome == .unchanged ? [] : capture.body
    let http = facts.http.encode()
    let head = facts.head(original: original).encode(blockBytes: http.count + body.count)
    let place = try writer.append(head + http + body + HeaderLines.end)
    return try enter(facts, at: place, by: writer, capture.ecosystem, settling: owed)
  }

  /// Stores one response whose body is in a file, with constant memory; `capture.body` is empty.
  @discardableResult
  package func appendFile(
    _ capture: Capture, bodyPath: String, settling owed: OwedItem? = nil
  ) throws -> Snapshot {
    try check(capture)
    let file = try DataFile(path: bodyPath, .read)
    let size = try file.size()
    let digest = try Self.digest(of: file)
    let writer = try writer(capture.ecosystem)
    let (facts, original) = try classify(
      capture, digest: digest, bodyBytes: size, id: writer.nextID)
    let http = facts.http.encode()
    let bodyBytes = facts.outcome == .unchanged ? 0 : size
    let head = facts.head(original: original).encode(blockBytes: http.count + bodyBytes)
    var source = BodySource(before: head + http, file: file, bytes: bodyBytes)
    let place = try writer.append(size: source.totalBytes) { try source.next() }
    if bodyBytes > 0 && source.digest.finish() != digest {
      try writer.takeBack(place)
      throw StorageError(.badCapture, "\(bodyPath) changed while it was stored. Store it again.")
    }
    return try enter(facts, at: place, by: writer, capture.ecosystem, settling: owed)
  }

  private func check(_ capture: Capture) throws {
    try checkOpen()
    guard mode == .write else {
      throw StorageError(.readOnly, "\(folder.path) was opened for reading. Open it for writing.")
    }
    let years = 1...9999
    let year = Int(capture.fetchedAt.iso8601.prefix { $0 != "-" }) ?? 0
    let problem: String? =
      if capture.subject.isEmpty || capture.subject.utf8.count > Limits.subjectBytes {
        "a subject of \(capture.subject.utf8.count) bytes"
      } else if capture.url.utf8.count > Limits.textBytes {
        "a URL of \(capture.url.utf8.count) bytes"
      } else if (capture.version?.utf8.count ?? 0) > Limits.textBytes {
        "a version of \(capture.version?.utf8.count ?? 0) bytes"
      } else if !years.contains(year) {
        "a fetch time in year \(year)"
      } else if !((200..<300).contains(capture.status)
        || [304, 404, 410, 451].contains(capture.status))
      {
        "status \(capture.status), which is no document. Retry it or count it as failed"
      } else {
        nil
      }
    guard let problem else { return }
    throw StorageError(
      .badCapture, "\(capture.ecosystem.rawValue) \(capture.subject.prefix(200)): \(problem).")
  }

  /// Decides what a capture becomes, and finds the record a revisit or tombstone refers to.
  private func classify(
    _ capture: Capture, digest: [UInt8], bodyBytes: Int, id: RecordID
  ) throws -> (RecordFacts, CatalogRow?) {
    try catalog.read { db in
      let newest = try SnapshotTable.newest(
        capture.ecosystem, capture.kind, capture.subject, withBody: false, in: db)
      let outcome = try Self.outcome(capture, Hex.text(digest), newest: newest, in: db)
      let body = try outcome == .stored ? nil : Self.body(for: capture, newest: newest, in: db)
      if outcome == .unchanged && body == nil {
        throw StorageError(
          .missingBody,
          "\(capture.ecosystem.rawValue) \(capture.subject): status 304, but no body is stored. "
            + "Ask again without validators.")
      }
      let facts = RecordFacts(
        capture, outcome: outcome, id: id,
        digest: outcome == .unchanged ? Hex.bytes(body?.snapshot.digest ?? "") ?? [] : digest,
        bodyBytes: bodyBytes,
        refersTo: body.map {
          RecordID(prefix: id.prefix, segment: $0.snapshot.segment, sequence: $0.sequence)
        })
      return (facts, body)
    }
  }

  private static func outcome(
    _ capture: Capture, _ digest: String, newest: CatalogRow?, in db: Database
  ) throws -> SnapshotOutcome {
    switch capture.status {
    case 304: return .unchanged
    case 404, 410, 451: return .tombstone
    default:
      // What came back after it was gone is stored anew, even if it is the same.
      guard let newest, newest.snapshot.outcome != .tombstone else { return .stored }
      return newest.snapshot.digest == digest ? .unchanged : .stored
    }
  }

  /// The record that holds the newest body of the capture's subject.
  private static func body(
    for capture: Capture, newest: CatalogRow?, in db: Database
  ) throws -> CatalogRow? {
    var last = newest
    if newest?.snapshot.outcome == .tombstone {
      last = try SnapshotTable.newest(
        capture.ecosystem, capture.kind, capture.subject, withBody: true, in: db)
    }
    guard let last else { return nil }
    return try SnapshotTable.row(
      capture.ecosystem, segment: last.bodySegment, sequence: last.bodySequence, in: db)
  }

  /// Enters a written record into the open batch; takes it back when that fails.
  private func enter(
    _ facts: RecordFacts, at place: SegmentWriter.Place, by writer: SegmentWriter,
    _ ecosystem: Ecosystem, settling owed: OwedItem?
  ) throws -> Snapshot {
    unsynced.insert(ecosystem)
    let snapshot: Snapshot
    do {
      snapshot = try change { db in
        let row = try Adoption.row(facts, ecosystem, at: place, in: db)
        try SnapshotTable.insert(row, in: db)
        if let owed { try OwedTable.settle(owed, storedVersion: facts.version, in: db) }
        return row.snapshot
      }
    } catch {
      try? writer.takeBack(place)
      throw error
    }
    batch.rows += 1
    batch.bytes += place.length
    if batch.rows >= policy.batchRows || batch.bytes >= policy.batchBytes { try flush() }
    try sealIfDue(writer, ecosystem)
    return snapshot
  }

  private static func digest(of file: DataFile) throws -> [UInt8] {
    let digest = Digest()
    var offset = 0
    while true {
      let piece = try file.read(at: offset, count: Limits.chunkBytes)
      guard !piece.isEmpty else { return digest.finish() }
      digest.update(piece[...])
      offset += piece.count
    }
  }
}

/// The pieces of a record whose body is in a file.
private struct BodySource {
  private var before: [UInt8]
  private let file: DataFile
  private let bytes: Int
  private var position = 0
  private var isClosed = false
  let digest = Digest()

  init(before: [UInt8], file: DataFile, bytes: Int) {
    self.before = before
    self.file = file
    self.bytes = bytes
    totalBytes = before.count + bytes + HeaderLines.end.count
  }

  /// Bytes of the whole record.
  let totalBytes: Int

  mutating func next() throws -> [UInt8] {
    if !before.isEmpty {
      defer { before = [] }
      return before
    }
    if position < bytes {
      let piece = try file.read(at: position, count: min(Limits.chunkBytes, bytes - position))
      guard !piece.isEmpty else {
        throw StorageError(.badCapture, "\(file.path) became shorter while it was stored.")
      }
      position += piece.count
      digest.update(piece[...])
      return piece
    }
    defer { isClosed = true }
    return isClosed ? [] : HeaderLines.end
  }
}
