import Corpus
import GRDB

/// Checks one segment against itself and against its catalog rows, and tells apart what may have happened.
struct Verification {
  let ecosystem: Ecosystem
  let number: Int
  let path: String
  private(set) var report = VerifyReport()
  /// Where the catalog says the segment ends; nil for one it does not know.
  private var committed: Int?
  private var fileBytes = 0
  /// Bytes that are no record.
  private var damages: [(bytes: Range<Int>, reason: String)] = []
  /// Rows without a whole record.
  private var dangling: [CatalogRow] = []
  /// Whole records without a row.
  private var strays: [Int] = []

  init(_ ecosystem: Ecosystem, _ number: Int, path: String) {
    self.ecosystem = ecosystem
    self.number = number
    self.path = path
  }

  /// Reads every record beside its row; both come in the same order.
  mutating func run(in db: Database) throws {
    guard try !isRetired(in: db) else { return }
    report.segments = 1
    committed = try SegmentTable.row(ecosystem, number, in: db)?.bytes
    let cursor = try SnapshotTable.rows(ecosystem, segment: number, in: db)
    var row = try cursor.next().map { try CatalogRow($0) }
    if DataFile.exists(path) {
      do {
        try readRecords(&row, cursor, in: db)
      } catch let error as StorageError {
        report.add(ecosystem, number, at: nil, error.message, .restore)
      }
    }
    while let behind = row {
      dangling.append(behind)
      row = try cursor.next().map { try CatalogRow($0) }
    }
    explain()
  }

  /// A segment that compaction emptied has nothing to check.
  private func isRetired(in db: Database) throws -> Bool {
    try SegmentTable.retired(ecosystem, in: db).contains(number)
  }

  private mutating func readRecords(
    _ row: inout CatalogRow?, _ cursor: RowCursor, in db: Database
  ) throws {
    let scanner = try SegmentScanner(path: path)
    fileBytes = scanner.end
    report.bytes = scanner.end
    while let item = try scanner.next() {
      switch item {
      case .damage(let offset, let length, let reason, _):
        damages.append((offset..<offset + length, reason))
      case .record(let offset, let length, let result):
        report.records += 1
        guard let facts = result.facts else { continue }
        while let behind = row, behind.isBefore(facts.id) {
          dangling.append(behind)
          row = try cursor.next().map { try CatalogRow($0) }
        }
        guard let found = row, found.has(facts.id) else {
          strays.append(offset)
          continue
        }
        try compare(facts, .init(offset: offset, length: length), found, in: db)
        row = try cursor.next().map { try CatalogRow($0) }
      }
    }
  }

  private mutating func compare(
    _ facts: RecordFacts, _ place: SegmentWriter.Place, _ row: CatalogRow, in db: Database
  ) throws {
    do {
      let expected = try Adoption.row(facts, ecosystem, in: number, at: place, from: db)
      guard row == expected else {
        return report.add(
          ecosystem, number, at: place.offset,
          "the catalog says something else of the record of \(facts.subject.prefix(200))", .rebuild)
      }
      if facts.outcome == .unchanged { try compareBody(row, in: db) }
      report.rows += 1
    } catch let damage as Damage {
      report.add(ecosystem, number, at: place.offset, damage.reason, .restore)
    }
  }

  private func compareBody(_ row: CatalogRow, in db: Database) throws {
    let body = try SnapshotTable.row(
      ecosystem, segment: row.bodySegment, sequence: row.bodySequence, in: db)
    guard body?.snapshot.digest == row.snapshot.digest else {
      throw Damage("the record repeats one with another digest")
    }
  }
}

extension Verification {
  /// Makes one problem of each thing that happened, however many rows it touches.
  private mutating func explain() {
    explainFile()
    explainDamages()
    explainStrays()
  }

  private mutating func explainFile() {
    guard DataFile.exists(path) else {
      return report.add(
        ecosystem, number, at: nil, "the file \(path) is missing; it held \(list(dangling))",
        .restore)
    }
    guard let committed, fileBytes < committed, fileBytes > 0 else { return }
    let lost = dangling.filter { $0.snapshot.offset + $0.snapshot.length > fileBytes }
    dangling.removeAll { $0.snapshot.offset + $0.snapshot.length > fileBytes }
    // What is left of the record it was cut in is no damage of its own.
    damages.removeAll { $0.bytes.upperBound == fileBytes }
    report.add(
      ecosystem, number, at: fileBytes,
      "the file ends here, \(committed - fileBytes) bytes before what was committed; lost are "
        + list(lost), .restore)
  }

  private mutating func explainDamages() {
    for damage in damages {
      let length = damage.bytes.count
      if damage.bytes.lowerBound >= committed ?? 0 && damage.bytes.upperBound == fileBytes {
        report.add(
          ecosystem, number, at: damage.bytes.lowerBound,
          "the last \(length) bytes are a record that was not written to its end (\(damage.reason))",
          .reopen)
        continue
      }
      let hit = dangling.filter { damage.bytes.contains($0.snapshot.offset) }
      dangling.removeAll { damage.bytes.contains($0.snapshot.offset) }
      report.add(
        ecosystem, number, at: damage.bytes.lowerBound,
        "\(length) bytes are damaged (\(damage.reason)); they held \(list(hit))",
        hit.isEmpty ? .forgotten : .restore)
    }
    guard DataFile.exists(path), let first = dangling.first else { return }
    report.add(
      ecosystem, number, at: first.snapshot.offset,
      "the catalog has rows for which there is no record: \(list(dangling))", .rebuild)
  }

  private mutating func explainStrays() {
    guard let first = strays.first else { return }
    let count = strays.count == 1 ? "a whole record" : "\(strays.count) whole records"
    if first >= committed ?? 0, committed != nil {
      report.add(
        ecosystem, number, at: first, "\(count) from here on came after the last commit", .adopt)
    } else {
      report.add(ecosystem, number, at: first, "\(count) from here on has no catalog row", .rebuild)
    }
  }

  /// Rows as a count and the first of them.
  private func list(_ rows: [CatalogRow]) -> String {
    guard let first = rows.first else { return "no record the catalog knows" }
    let subject = "\(first.snapshot.kind.rawValue) \(first.snapshot.subject.prefix(200))"
    return rows.count == 1
      ? "the record of \(subject)" : "\(rows.count) records, the first of \(subject)"
  }
}

extension CatalogRow {
  /// Whether the row's record was written before one of some name.
  fileprivate func isBefore(_ id: RecordID) -> Bool {
    (segment, sequence) < (id.segment, id.sequence)
  }

  fileprivate func has(_ id: RecordID) -> Bool {
    (segment, sequence) == (id.segment, id.sequence)
  }
}
