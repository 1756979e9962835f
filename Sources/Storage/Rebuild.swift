import Corpus
import GRDB

/// Fills an empty catalog from the segments alone, in any order, then completes what refers elsewhere.
struct Rebuild {
  let folder: CorpusFolder
  let catalog: Catalog
  private var report = VerifyReport()

  init(folder: CorpusFolder, catalog: Catalog) {
    self.folder = folder
    self.catalog = catalog
  }

  /// What could not be read is in the report; everything else is committed.
  mutating func run() throws -> VerifyReport {
    for ecosystem in Ecosystem.allCases {
      var sources: Set<Int> = []
      for number in folder.segmentNumbers(ecosystem) {
        var segment = SegmentRebuild(ecosystem, number, path: folder.segment(ecosystem, number))
        try catalog.write { try segment.run(in: $0) }
        try catalog.commit()
        report.add(segment.report)
        sources.formUnion(segment.sources)
      }
      try catalog.write { try Self.retire(sources, ecosystem, in: $0) }
    }
    try catalog.write { db in
      try resolve(in: db)
      try NewestTable.fill(in: db)
    }
    try catalog.commit()
    return report
  }

  /// Completes the rows of revisits in the order they were written.
  private mutating func resolve(in db: Database) throws {
    for name in try SnapshotTable.unresolved(in: db) {
      let bare = try SnapshotTable.row(
        name.ecosystem, segment: name.segment, sequence: name.sequence, in: db)
      guard let bare else { continue }
      do {
        try SnapshotTable.replace(try Adoption.resolve(bare, from: db), in: db)
      } catch let damage as Damage {
        try SnapshotTable.remove(bare, in: db)
        report.rows -= 1
        report.add(
          name.ecosystem, bare.snapshot.segment, at: bare.snapshot.offset, damage.reason, .restore)
      }
    }
  }

  /// Segments that compaction emptied and had no time to remove.
  private static func retire(
    _ sources: Set<Int>, _ ecosystem: Ecosystem, in db: Database
  ) throws {
    for number in sources.sorted() {
      let isEmpty = try SnapshotTable.rows(ecosystem, segment: number, in: db).next() == nil
      if isEmpty { try SegmentTable.retire(ecosystem, number, in: db) }
    }
  }
}

/// Enters all whole records of one segment into a new catalog.
private struct SegmentRebuild {
  let ecosystem: Ecosystem
  let number: Int
  let path: String
  private(set) var report = VerifyReport()
  /// The segments compaction gathered this one from; empty when its records were appended.
  private(set) var sources: [Int] = []
  private var isCompacted = false

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
        dictionaryID: scanner.reader.dictionary.map(SegmentDictionary.id) ?? 0, kind: nil,
        isCompacted: false)
      while let item = try scanner.next() {
        switch item {
        case .damage(let offset, let length, let reason, _):
          report.add(
            ecosystem, number, at: offset, "\(length) bytes are no record: \(reason)", .restore)
        case .record(let offset, let length, let result):
          report.records += 1
          segment.bytes = offset + length
          if let head = SegmentHead(result.head) { take(head, into: &segment) }
          try enter(result, .init(offset: offset, length: length), &segment, in: db)
        }
      }
      try SegmentTable.put(segment, in: db)
    } catch let error as StorageError where error.code == .corrupt {
      report.add(ecosystem, number, at: nil, error.message, .restore)
    }
  }

  private mutating func take(_ head: SegmentHead, into segment: inout SegmentRow) {
    segment.kind = head.kind
    segment.isCompacted = head.sources != nil
    isCompacted = segment.isCompacted
    sources = head.sources ?? []
  }

  private mutating func enter(
    _ result: RecordReader.Result, _ place: SegmentWriter.Place, _ segment: inout SegmentRow,
    in db: Database
  ) throws {
    let name = isCompacted ? nil : result.facts?.id.sequence
    segment.records = (name ?? segment.records) + 1
    guard let facts = result.facts else { return }
    guard isCompacted || facts.id.segment == number else {
      return report.add(
        ecosystem, number, at: place.offset, "the record belongs to another segment", .restore)
    }
    let row = Adoption.bareRow(facts, ecosystem, in: number, at: place)
    do {
      try SnapshotTable.insertAlone(row, in: db)
      report.rows += 1
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
      // The same record where compaction took it from: the later place counts.
      guard isCompacted else {
        return report.add(
          ecosystem, number, at: place.offset, "a second record with its number", .restore)
      }
      try SnapshotTable.replace(row, in: db)
    }
  }
}
