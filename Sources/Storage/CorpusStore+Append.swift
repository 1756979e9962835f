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
    try append([Delivery(capture, settling: owed)])[0].get()
  }

  /// Stores many responses in the open batch, in order; one that cannot be stored leaves the others alone.
  ///
  /// Results stand in the order of the deliveries; failures are those of `append(_:settling:)`. Throws when
  /// disk or catalog fail: then none of them is stored.
  package func append(_ deliveries: [Delivery]) throws -> [Result<Snapshot, StorageError>] {
    try requireWriting()
    let lines = Set(deliveries.map { SegmentLine($0.capture) }).sorted()
    let marks = try lines.map { ($0, try writer($0).mark) }
    let results: [Result<Snapshot, StorageError>]
    do {
      results = try change { db in try deliveries.map { try store($0, in: db) } }
    } catch {
      for (line, mark) in marks { try? writers[line]?.cut(to: mark) }
      throw error
    }
    // From here on there are rows that point at the records: whatever fails, nothing is taken back.
    unsynced.formUnion(lines)
    for case .success(let snapshot) in results { batch.add(bytes: snapshot.length) }
    try finishAppending(lines)
    return results
  }

  private func store(
    _ delivery: Delivery, in db: Database
  ) throws -> Result<Snapshot, StorageError> {
    let capture = delivery.capture
    let writer = try writer(SegmentLine(capture))
    let facts: RecordFacts
    let original: CatalogRow?
    do {
      try Delivery.check(capture)
      (facts, original) = try Classification(
        capture, digest: delivery.digest, bodyBytes: capture.body.count, http: delivery.http
      ).facts(id: writer.nextID, in: db)
    } catch let error as StorageError where [.badCapture, .missingBody].contains(error.code) {
      return .failure(error)
    }
    let place = try writer.append(facts.record(original: original, body: capture.body))
    return .success(
      try enter(facts, by: writer, at: place, settling: delivery.settling, in: db))
  }

  /// Stores one response whose body is in a file, with constant memory; `capture.body` is empty.
  @discardableResult
  package func appendFile(
    _ capture: Capture, bodyPath: String, settling owed: OwedItem? = nil
  ) throws -> Snapshot {
    try requireWriting()
    try Delivery.check(capture)
    let file = try DataFile(path: bodyPath, .read)
    let size = try file.size()
    let digest = try Self.digest(of: file)
    let http = HTTPHead(status: capture.status, received: capture.headers, bodyBytes: size)
    let line = SegmentLine(capture)
    let writer = try writer(line)
    let mark = writer.mark
    let snapshot: Snapshot
    do {
      snapshot = try change { db in
        let (facts, original) = try Classification(
          capture, digest: digest, bodyBytes: size, http: http
        ).facts(id: writer.nextID, in: db)
        let head = facts.heads(original: original)
        var source = BodySource(before: head, file: file, bytes: facts.bodyBytes)
        let place = try writer.append(size: source.totalBytes) { try source.next() }
        if facts.bodyBytes > 0 && source.digest.finish() != digest {
          throw StorageError(
            .badCapture, "\(bodyPath) changed while it was stored. Store it again.")
        }
        return try enter(facts, by: writer, at: place, settling: owed, in: db)
      }
    } catch {
      try? writer.cut(to: mark)
      throw error
    }
    unsynced.insert(line)
    batch.add(bytes: snapshot.length)
    try finishAppending([line])
    return snapshot
  }

  func requireWriting() throws(StorageError) {
    try checkOpen()
    guard mode == .write else {
      throw StorageError(.readOnly, "\(folder.path) was opened for reading. Open it for writing.")
    }
  }

  /// Enters a written record into the open batch.
  private func enter(
    _ facts: RecordFacts, by writer: SegmentWriter, at place: SegmentWriter.Place,
    settling owed: OwedItem?, in db: Database
  ) throws -> Snapshot {
    let row = try Adoption.row(facts, writer.ecosystem, in: writer.number, at: place, from: db)
    try SnapshotTable.insert(row, in: db)
    if let owed { try OwedTable.settle(owed, storedVersion: facts.version, in: db) }
    return row.snapshot
  }

  private func finishAppending(_ lines: [SegmentLine]) throws {
    if batch.isDue(policy) { try flush() }
    for line in lines { try sealIfDue(line) }
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

extension SegmentLine {
  /// Where a capture goes.
  init(_ capture: Capture) { self.init(ecosystem: capture.ecosystem, kind: capture.kind) }
}
