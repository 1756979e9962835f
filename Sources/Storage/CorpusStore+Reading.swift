package import Corpus
import Foundation
import GRDB

extension CorpusStore {
  /// Segments kept open for reading at once.
  private static let maxOpenReaders = 16

  func reader(_ ecosystem: Ecosystem, _ number: Int) throws -> SegmentReader {
    let key = SegmentKey(ecosystem: ecosystem, number: number)
    if let reader = readers[key] { return reader }
    if readers.count >= Self.maxOpenReaders { readers = [:] }
    let reader = try SegmentReader(path: folder.segment(ecosystem, number))
    readers[key] = reader
    return reader
  }

  /// The body a snapshot stands for, its digest verified; a tombstone's is what came with it.
  package func body(of snapshot: Snapshot) throws -> [UInt8] {
    var body: [UInt8] = []
    try readBody(of: snapshot) { body += $0 }
    return body
  }

  /// Writes the body a snapshot stands for to a file, with constant memory.
  ///
  /// The file is complete or absent: it is written under a temporary name, then renamed.
  package func copyBody(of snapshot: Snapshot, to path: String) throws {
    let partial = "\(path).partial"
    let file = try DataFile(path: partial, .replace)
    do {
      var position = 0
      try readBody(of: snapshot) {
        try file.write($0, at: position)
        position += $0.count
      }
      try DataFile.rename(partial, to: path)
    } catch {
      try? DataFile.remove(partial)
      throw error
    }
  }

  private func readBody(
    of snapshot: Snapshot, into body: (ArraySlice<UInt8>) throws -> Void
  ) throws {
    try checkOpen()
    var source = try snapshot.outcome == .unchanged ? recordWithBody(of: snapshot) : snapshot
    if readers[SegmentKey(source)] == nil, !DataFile.exists(folder.segment(of: source)) {
      // Compaction moved the record after the snapshot was handed out.
      source = try recordWithBody(of: snapshot)
    }
    do {
      let result = try reader(source.ecosystem, source.segment).read(
        at: SegmentWriter.Place(offset: source.offset, length: source.length),
        maximum: source.bodyBytes + 2 * Limits.headerBytes, body: body)
      guard let facts = result.facts, Hex.text(facts.digest) == snapshot.digest else {
        throw Damage("holds another document than the catalog says")
      }
    } catch let damage as Damage {
      throw StorageError.corrupt(folder.segment(of: source), at: source.offset, damage.reason)
    }
  }

  private func recordWithBody(of snapshot: Snapshot) throws -> Snapshot {
    let source = try query { db -> CatalogRow? in
      guard let row = try SnapshotTable.row(of: snapshot, in: db) else { return nil }
      return try SnapshotTable.row(
        snapshot.ecosystem, segment: row.bodySegment, sequence: row.bodySequence, in: db)
    }
    guard let source else {
      throw StorageError(
        .missingBody,
        "\(snapshot.ecosystem.rawValue) \(snapshot.subject): not in \(folder.catalog).")
    }
    return source.snapshot
  }

  /// The newest snapshot with a body: `stored` or `unchanged`; nil when there was none.
  package func newest(
    ecosystem: Ecosystem, kind: DocumentKind, subject: String
  ) throws -> Snapshot? {
    try query {
      try SnapshotTable.newest(ecosystem, kind, subject, withBody: true, in: $0)?.snapshot
    }
  }

  /// The newest snapshot with a body of each of some documents, in their order; nil where there was none.
  package func newest(
    ecosystem: Ecosystem, of documents: [(kind: DocumentKind, subject: String)]
  ) throws -> [Snapshot?] {
    try query { db in
      try documents.map {
        try SnapshotTable.newest(ecosystem, $0.kind, $0.subject, withBody: true, in: db)?.snapshot
      }
    }
  }

  /// What is known of every package document, without reading the snapshot index.
  package func knownDocuments(_ ecosystem: Ecosystem) throws -> [KnownDocument] {
    let known = try query { try NewestTable.known(ecosystem, in: $0) }
    guard known.contains(where: { $0.subject.utf8.contains(0) }) else { return known }
    // Subjects with NUL are blobs, which SQLite sorts after all text.
    return known.sorted { $0.subject.utf8.lexicographicallyPrecedes($1.subject.utf8) }
  }

  /// The newest snapshot, tombstones included; nil for a subject never seen.
  package func newestAny(
    ecosystem: Ecosystem, kind: DocumentKind, subject: String
  ) throws -> Snapshot? {
    try query {
      try SnapshotTable.newest(ecosystem, kind, subject, withBody: false, in: $0)?.snapshot
    }
  }

  /// The newest snapshot of each package and document kind, tombstones included, in byte order of subjects.
  ///
  /// `asOf` nil means now; otherwise what was fetched later is not there yet.
  package func newestSnapshots(
    ecosystem: Ecosystem, kinds: [DocumentKind] = DocumentKind.allCases.filter(\.isAboutPackage),
    asOf: UTCInstant? = nil
  ) throws -> [Snapshot] {
    let rows = try query { db in
      guard let asOf else { return try SnapshotTable.newestOfEach(ecosystem, kinds: kinds, in: db) }
      return try SnapshotTable.newestOfEach(ecosystem, kinds: kinds, asOf: asOf, in: db)
    }
    let snapshots = rows.map(\.snapshot)
    guard snapshots.contains(where: { $0.subject.utf8.contains(0) }) else { return snapshots }
    // Subjects with NUL are blobs, which SQLite sorts after all text.
    return snapshots.sorted {
      if $0.subject.utf8.elementsEqual($1.subject.utf8) {
        return $0.kind.rawValue < $1.kind.rawValue
      }
      return $0.subject.utf8.lexicographicallyPrecedes($1.subject.utf8)
    }
  }

  /// All snapshots of a subject, oldest first.
  package func history(ecosystem: Ecosystem, subject: String) throws -> [Snapshot] {
    try query { try SnapshotTable.history(ecosystem, subject, in: $0).map(\.snapshot) }
  }
}

extension CorpusStore {
  /// The segments of an ecosystem by number, ascending.
  package func segments(ecosystem: Ecosystem) throws -> [Int] {
    try query { try SegmentTable.rows(ecosystem, in: $0).map(\.number) }
  }

  /// All snapshots whose records are in one segment, in the order they were stored.
  package func snapshots(ecosystem: Ecosystem, segment: Int) throws -> [Snapshot] {
    try query { db in
      let cursor = try SnapshotTable.rows(ecosystem, segment: segment, in: db)
      var snapshots: [Snapshot] = []
      while let row = try cursor.next() { snapshots.append(try CatalogRow(row).snapshot) }
      return snapshots
    }
  }
}

extension SegmentKey {
  /// The segment a snapshot's record is in.
  init(_ snapshot: Snapshot) {
    self.init(ecosystem: snapshot.ecosystem, number: snapshot.segment)
  }
}

extension CorpusFolder {
  /// The file a snapshot's record is in.
  func segment(of snapshot: Snapshot) -> String { segment(snapshot.ecosystem, snapshot.segment) }
}
