import Corpus
import Foundation
import GRDB

/// Makes catalog and segments agree after a crash: adopts whole records, cuts torn tails, ends compactions.
struct Recovery {
  let folder: CorpusFolder
  let catalog: Catalog

  /// Runs for every ecosystem; what was adopted is committed when this returns.
  func run() throws {
    for ecosystem in Ecosystem.allCases { try recover(ecosystem) }
    try catalog.commit()
  }

  private func recover(_ ecosystem: Ecosystem) throws {
    let known = try catalog.read { try SegmentTable.rows(ecosystem, in: $0) }
    let next = try catalog.read { try SegmentTable.nextNumber(ecosystem, in: $0) }
    try removeLeftovers(ecosystem)
    for row in Self.open(known) {
      guard DataFile.exists(folder.segment(ecosystem, row.number)) else {
        throw StorageError(
          .corrupt,
          "\(folder.segment(ecosystem, row.number)) is missing. Restore it, "
            + "or run `assay verify --repair` to forget what it held.")
      }
      try recover(ecosystem, row.number, known: row)
    }
    // A segment is entered before its first record: what the catalog never knew is newer than all it knows.
    for number in folder.segmentNumbers(ecosystem) where number >= next {
      try recoverUnknown(ecosystem, number)
    }
  }

  /// The segments that records may have been appended to: the newest of each kind.
  private static func open(_ known: [SegmentRow]) -> [SegmentRow] {
    let newest = Dictionary(known.map { ($0.kind, $0) }) { _, last in last }
    return newest.values.filter { !$0.isCompacted }.sorted { $0.number < $1.number }
  }

  /// Removes what compaction was writing, and what it had already moved elsewhere.
  private func removeLeftovers(_ ecosystem: Ecosystem) throws {
    let retired = try catalog.read { try SegmentTable.retired(ecosystem, in: $0) }
    let moved = folder.segmentNumbers(ecosystem).filter(retired.contains)
    let leftovers =
      folder.unfinishedSegments(ecosystem) + moved.map { folder.segment(ecosystem, $0) }
    for path in leftovers { try DataFile.remove(path) }
    if !leftovers.isEmpty { try DataFile.syncFolder(folder.segments(ecosystem)) }
  }

  private func recoverUnknown(_ ecosystem: Ecosystem, _ number: Int) throws {
    let path = folder.segment(ecosystem, number)
    guard let sources = try Self.head(path)?.sources else {
      return try recover(ecosystem, number, known: nil)
    }
    // Compaction ends with the commit that names its segment: until then all records are where they were.
    let isThere = sources.allSatisfy { DataFile.exists(folder.segment(ecosystem, $0)) }
    guard isThere else {
      throw StorageError(
        .catalog,
        "\(folder.catalog) is older than \(path), which holds what it looks for elsewhere. "
          + "Run `assay verify --repair` to rebuild it from the segments.")
    }
    try DataFile.remove(path)
    try DataFile.syncFolder(folder.segments(ecosystem))
  }

  /// Nil for a segment that not even has a whole first record.
  private static func head(_ path: String) throws -> SegmentHead? {
    do {
      return try SegmentScanner.head(path: path)
    } catch let error as StorageError where error.code == .corrupt {
      return nil
    }
  }

  private func recover(_ ecosystem: Ecosystem, _ number: Int, known: SegmentRow?) throws {
    let path = folder.segment(ecosystem, number)
    let file = try DataFile(path: path, .update)
    let size = try file.size()
    let from = known?.bytes ?? 0
    guard size >= from else {
      throw StorageError.corrupt(path, at: size, "the file lost \(from - size) bytes")
    }
    guard size > from || known == nil else { return }
    guard let end = try adopt(ecosystem, number, path: path, known: known) else {
      // Not even its warcinfo record was written: nothing of it was acknowledged.
      try DataFile.remove(path)
      return try DataFile.syncFolder(folder.segments(ecosystem))
    }
    if end < size { try file.truncate(to: end) }
    try file.sync()
  }

  /// Adopts the whole records beyond what is known; returns where they end, nil for none at all.
  private func adopt(
    _ ecosystem: Ecosystem, _ number: Int, path: String, known: SegmentRow?
  ) throws -> Int? {
    let scanner: SegmentScanner
    var segment: SegmentRow
    if let known {
      scanner = try SegmentScanner(path: path, from: known.bytes)
      segment = known
    } else {
      guard let head = try Self.head(path) else { return nil }
      scanner = try SegmentScanner(path: path)
      segment = SegmentRow(
        ecosystem: ecosystem, number: number, bytes: 0, records: 0,
        dictionaryID: scanner.reader.dictionary.map(SegmentDictionary.id) ?? 0, kind: head.kind,
        isCompacted: false)
    }
    try catalog.write { db in
      while case .record(let offset, let length, let result)? = try scanner.next() {
        if let facts = result.facts {
          guard facts.id.segment == number, facts.id.sequence == segment.records else { break }
          let place = SegmentWriter.Place(offset: offset, length: length)
          let row = try? Adoption.row(facts, ecosystem, in: number, at: place, from: db)
          guard let row else { break }
          try SnapshotTable.insert(row, in: db)
        }
        segment.bytes = offset + length
        segment.records += 1
      }
      try SegmentTable.put(segment, in: db)
    }
    return segment.bytes
  }
}
