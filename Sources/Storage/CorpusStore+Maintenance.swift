import Corpus
import Foundation
import GRDB

extension CorpusStore {
  /// Reads every record of every segment and compares it with the catalog.
  ///
  /// Damage is reported, never thrown; `progress` is called after each segment.
  package func verify(
    progress: (@Sendable (VerifyProgress) -> Void)? = nil
  ) throws -> VerifyReport {
    try flush()
    let known = try query { db in
      try Ecosystem.allCases.map { try SegmentTable.rows($0, in: db) }
    }
    let total = known.joined().reduce(0) { $0 + $1.bytes }
    var report = VerifyReport()
    for ecosystem in Ecosystem.allCases {
      let rows = known.joined().filter { $0.ecosystem == ecosystem }.map(\.number)
      for number in Set(folder.segmentNumbers(ecosystem)).union(rows).sorted() {
        var check = Verification(ecosystem, number, path: folder.segment(ecosystem, number))
        try query { try check.run(in: $0) }
        report.add(check.report)
        progress?(
          VerifyProgress(
            ecosystem: ecosystem, segment: number, bytesDone: report.bytes, bytesTotal: total))
      }
    }
    return report
  }

  /// Makes a new catalog from the segments alone and puts it in the old one's place.
  ///
  /// Cursors, owed work, claims and runs start empty: the next crawl compares the full lists. Returns what
  /// could not be read. Throws `locked` when the corpus is in use.
  @discardableResult
  package static func rebuildCatalog(path: String) throws -> VerifyReport {
    let folder = CorpusFolder(path)
    let lock = try CorpusLock(folder: path)
    defer { withExtendedLifetime(lock) {} }
    let partial = "\(folder.catalog).rebuilt"
    for suffix in ["", "-wal", "-shm", "-journal"] { try DataFile.remove(partial + suffix) }
    let catalog = try Catalog(path: partial, isWriting: true)
    var report = VerifyReport()
    for ecosystem in Ecosystem.allCases {
      for number in folder.segmentNumbers(ecosystem) {
        var rebuild = SegmentRebuild(ecosystem, number, path: folder.segment(ecosystem, number))
        try catalog.write { try rebuild.run(in: $0) }
        try catalog.commit()
        report.add(rebuild.report)
      }
    }
    try catalog.finish()
    for suffix in ["-wal", "-shm"] { try DataFile.remove(folder.catalog + suffix) }
    try DataFile.rename(partial, to: folder.catalog)
    try DataFile.syncFolder(path)
    return report
  }
}

extension VerifyReport {
  /// Adds what was found in another segment.
  mutating func add(_ other: VerifyReport) {
    segments += other.segments
    records += other.records
    bytes += other.bytes
    rows += other.rows
    problems += other.problems
  }
}

/// Enters all whole records of one segment into a new catalog.
struct SegmentRebuild {
  let ecosystem: Ecosystem
  let number: Int
  let path: String
  private(set) var report = VerifyReport()

  init(_ ecosystem: Ecosystem, _ number: Int, path: String) {
    self.ecosystem = ecosystem
    self.number = number
    self.path = path
  }

  mutating func run(in db: Database) throws {
    report.segments = 1
    do {
      let scanner = try SegmentScanner(path: path)
      report.bytes = scanner.end
      var segment = SegmentRow(
        ecosystem: ecosystem, number: number, bytes: scanner.reader.start, records: 0,
        dictionaryID: scanner.reader.dictionary.map(SegmentDictionary.id) ?? 0)
      while let item = try scanner.next() {
        switch item {
        case .damage(let offset, let length, let reason, _):
          report.add(
            ecosystem, number, at: offset, "\(length) bytes are no record: \(reason)", .restore)
        case .record(let offset, let length, let result):
          report.records += 1
          segment.bytes = offset + length
          segment.records = (result.facts?.id.sequence ?? segment.records) + 1
          guard let facts = result.facts else { continue }
          try enter(facts, .init(offset: offset, length: length), in: db)
        }
      }
      try SegmentTable.put(segment, in: db)
    } catch let error as StorageError where error.code == .corrupt {
      report.add(ecosystem, number, at: nil, error.message, .restore)
    }
  }

  private mutating func enter(
    _ facts: RecordFacts, _ place: SegmentWriter.Place, in db: Database
  ) throws {
    do {
      guard facts.id.segment == number else {
        throw Damage("the record belongs to another segment")
      }
      let row = try Adoption.row(facts, ecosystem, at: place, in: db)
      try SnapshotTable.insert(row, in: db)
      report.rows += 1
    } catch let damage as Damage {
      report.add(ecosystem, number, at: place.offset, damage.reason, .restore)
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
      report.add(ecosystem, number, at: place.offset, "a second record with its number", .restore)
    }
  }
}
