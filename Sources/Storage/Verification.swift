import Corpus
import GRDB

/// Checks one segment against itself and against its catalog rows.
struct Verification {
  let ecosystem: Ecosystem
  let number: Int
  let path: String
  private(set) var report = VerifyReport()

  init(_ ecosystem: Ecosystem, _ number: Int, path: String) {
    self.ecosystem = ecosystem
    self.number = number
    self.path = path
  }

  /// Reads every record beside its row; both come in the same order.
  mutating func run(in db: Database) throws {
    report.segments = 1
    let cursor = try SnapshotTable.rows(ecosystem, segment: number, in: db)
    var row = try cursor.next().map { try CatalogRow($0) }
    do {
      let scanner = try SegmentScanner(path: path)
      report.bytes = scanner.end
      while let item = try scanner.next() {
        switch item {
        case .damage(let offset, let length, let reason, let isTail):
          note(offset, length, reason, isTail: isTail, hasRow: row != nil)
        case .record(let offset, let length, let result):
          report.records += 1
          guard let facts = result.facts else { continue }
          while let behind = row, behind.sequence < facts.id.sequence {
            noteDangling(behind)
            row = try cursor.next().map { try CatalogRow($0) }
          }
          let matches = row?.sequence == facts.id.sequence
          try compare(facts, .init(offset: offset, length: length), matches ? row : nil, in: db)
          if matches { row = try cursor.next().map { try CatalogRow($0) } }
        }
      }
    } catch let error as StorageError {
      report.add(ecosystem, number, at: nil, error.message, .restore)
    }
    while let behind = row {
      noteDangling(behind)
      row = try cursor.next().map { try CatalogRow($0) }
    }
  }

  private mutating func note(
    _ offset: Int, _ length: Int, _ reason: String, isTail: Bool, hasRow: Bool
  ) {
    let isTorn = isTail && !hasRow
    report.add(
      ecosystem, number, at: offset, "\(length) bytes are no record: \(reason)",
      isTorn ? .reopen : .restore)
  }

  private mutating func noteDangling(_ row: CatalogRow) {
    report.add(
      ecosystem, number, at: row.snapshot.offset,
      "the catalog has a row for \(row.snapshot.subject.prefix(200)), but no whole record is there",
      .restore)
  }

  private mutating func compare(
    _ facts: RecordFacts, _ place: SegmentWriter.Place, _ row: CatalogRow?, in db: Database
  ) throws {
    guard let row else {
      return report.add(
        ecosystem, number, at: place.offset,
        "the record of \(facts.subject.prefix(200)) has no catalog row", .rebuild)
    }
    do {
      let expected = try Adoption.row(facts, ecosystem, at: place, in: db)
      guard Self.agree(row, expected, isConfirmation: facts.http.status == 304) else {
        return report.add(
          ecosystem, number, at: place.offset, "the catalog row says something else", .rebuild)
      }
      if facts.outcome == .unchanged { try compareBody(row, place, in: db) }
      report.rows += 1
    } catch let damage as Damage {
      report.add(ecosystem, number, at: place.offset, damage.reason, .restore)
    }
  }

  private func compareBody(
    _ row: CatalogRow, _ place: SegmentWriter.Place, in db: Database
  ) throws {
    let body = try SnapshotTable.row(
      ecosystem, segment: row.bodySegment, sequence: row.bodySequence, in: db)
    guard body?.snapshot.digest == row.snapshot.digest else {
      throw Damage("the revisit refers to a record with another digest")
    }
  }

  /// Whether two rows are the same; a 304 may have inherited what its record does not repeat.
  private static func agree(
    _ row: CatalogRow, _ expected: CatalogRow, isConfirmation: Bool
  ) -> Bool {
    var expected = expected
    if isConfirmation {
      expected.snapshot.etag = row.snapshot.etag
      expected.snapshot.lastModified = row.snapshot.lastModified
      expected.snapshot.truncation = row.snapshot.truncation
    }
    return row == expected
  }
}
