import Corpus
import Foundation
import GRDB

/// The statements on the snapshot index.
enum SnapshotTable {
  private static let select = "SELECT \(CatalogRow.columns) FROM snapshots"
  /// By subject, which SQLite would not choose by itself: without statistics it takes the whole registry
  /// in the table's own order for the better way.
  private static let selectBySubject = "\(select) INDEXED BY snapshots_by_subject"
  private static let marks = Array(repeating: "?", count: 20).joined(separator: ", ")
  private static let insertion = "INSERT INTO snapshots (\(CatalogRow.columns)) VALUES (\(marks))"
  /// Newest first: by time of the response, then by place.
  private static let newestFirst = "ORDER BY fetched_at DESC, segment DESC, sequence DESC"

  /// Enters a record, also among the newest rows.
  static func insert(_ row: CatalogRow, in db: Database) throws {
    try insertAlone(row, in: db)
    try NewestTable.put(row, in: db)
  }

  /// Enters a record whose newest rows are made afterwards, all at once.
  static func insertAlone(_ row: CatalogRow, in db: Database) throws {
    try db.cachedStatement(sql: insertion).execute(arguments: row.arguments)
  }

  /// Puts a row in the place of the one of the same name.
  static func replace(_ row: CatalogRow, in db: Database) throws {
    try db.cachedStatement(sql: "REPLACE\(insertion.dropFirst(6))")
      .execute(arguments: row.arguments)
  }

  /// Says where a record is after it was moved.
  static func move(
    _ ecosystem: Ecosystem, segment: Int, sequence: Int, to file: Int, _ place: SegmentWriter.Place,
    in db: Database
  ) throws {
    let statement = try db.cachedStatement(
      sql: """
        UPDATE snapshots SET file = ?, offset = ?, length = ?
        WHERE ecosystem = ? AND segment = ? AND sequence = ?
        """)
    try statement.execute(arguments: [
      file, place.offset, place.length, ecosystem.rawValue, segment, sequence,
    ])
  }

  /// The row of one record.
  static func row(
    _ ecosystem: Ecosystem, segment: Int, sequence: Int, in db: Database
  ) throws -> CatalogRow? {
    try first(
      "\(select) WHERE ecosystem = ? AND segment = ? AND sequence = ?",
      [ecosystem.rawValue, segment, sequence], in: db)
  }

  /// The newest row of a subject and kind; `withBody` leaves tombstones out.
  static func newest(
    _ ecosystem: Ecosystem, _ kind: DocumentKind, _ subject: String, withBody: Bool,
    in db: Database
  ) throws -> CatalogRow? {
    guard let newest = try NewestTable.row(ecosystem, kind, subject, in: db) else { return nil }
    if withBody && newest.outcome == .tombstone {
      return try newestWithBody(ecosystem, kind, subject, before: nil, in: db)
    }
    return try row(ecosystem, segment: newest.segment, sequence: newest.sequence, in: db)
  }

  /// The newest row with a body among those written before a record; nil means among all.
  static func newestWithBody(
    _ ecosystem: Ecosystem, _ kind: DocumentKind, _ subject: String,
    before name: (segment: Int, sequence: Int)?, in db: Database
  ) throws -> CatalogRow? {
    try first(
      """
      \(selectBySubject) WHERE ecosystem = ? AND subject = ? AND kind = ? AND outcome <> 'tombstone'
        AND (segment, sequence) < (?, ?) \(newestFirst) LIMIT 1
      """,
      [
        ecosystem.rawValue, StoredText(subject), kind.rawValue, name?.segment ?? .max,
        name?.sequence ?? .max,
      ], in: db)
  }

  /// A row with the body of a snapshot that was handed out, wherever its record is now.
  static func row(of snapshot: Snapshot, in db: Database) throws -> CatalogRow? {
    try first(
      """
      \(selectBySubject) WHERE ecosystem = ? AND subject = ? AND kind = ? AND fetched_at = ? AND digest = ?
        AND outcome = ? LIMIT 1
      """,
      [
        snapshot.ecosystem.rawValue, StoredText(snapshot.subject), snapshot.kind.rawValue,
        snapshot.fetchedAt.milliseconds, Data(Hex.bytes(snapshot.digest) ?? []),
        snapshot.outcome.rawValue,
      ], in: db)
  }

  /// Every row of a subject, oldest first.
  static func history(
    _ ecosystem: Ecosystem, _ subject: String, in db: Database
  ) throws -> [CatalogRow] {
    let statement = try db.cachedStatement(
      sql: """
        \(selectBySubject) WHERE ecosystem = ? AND subject = ? ORDER BY fetched_at, segment, sequence
        """)
    return try rows(statement, [ecosystem.rawValue, StoredText(subject)])
  }

  /// Rows whose records are in one segment, in their order there.
  static func rows(
    _ ecosystem: Ecosystem, segment: Int, in db: Database
  ) throws -> RowCursor {
    let isCompacted = try SegmentTable.row(ecosystem, segment, in: db)?.isCompacted ?? false
    let condition = isCompacted ? "file = ?" : "file IS NULL AND segment = ?"
    let statement = try db.makeStatement(
      sql: "\(select) WHERE ecosystem = ? AND \(condition) ORDER BY segment, sequence")
    return try Row.fetchCursor(statement, arguments: [ecosystem.rawValue, segment])
  }

  /// Rows whose records are in any of some segments, in the order they were first written.
  static func rows(
    _ ecosystem: Ecosystem, segments: [Int], in db: Database
  ) throws -> RowCursor {
    let list = segments.map(String.init).joined(separator: ", ")
    let statement = try db.makeStatement(
      sql: """
        \(select) WHERE ecosystem = ? AND (file IN (\(list)) OR (file IS NULL AND segment IN (\(list))))
        ORDER BY segment, sequence
        """)
    return try Row.fetchCursor(statement, arguments: [ecosystem.rawValue])
  }

  /// Names of the rows that wait for the record they refer to, in the order they were written.
  static func unresolved(
    in db: Database
  ) throws -> [(ecosystem: Ecosystem, segment: Int, sequence: Int)] {
    let statement = try db.makeStatement(
      sql: """
        SELECT ecosystem, segment, sequence FROM snapshots
        WHERE body_bytes = \(Adoption.unresolved) ORDER BY ecosystem, segment, sequence
        """)
    let cursor = try Row.fetchCursor(statement)
    var names: [(Ecosystem, Int, Int)] = []
    while let row = try cursor.next() {
      guard let ecosystem = Ecosystem(rawValue: row[0]) else { continue }
      names.append((ecosystem, row[1], row[2]))
    }
    return names
  }

  /// Takes a row out.
  static func remove(_ row: CatalogRow, in db: Database) throws {
    let statement = try db.cachedStatement(
      sql: "DELETE FROM snapshots WHERE ecosystem = ? AND segment = ? AND sequence = ?")
    try statement.execute(arguments: [
      row.snapshot.ecosystem.rawValue, row.segment, row.sequence,
    ])
  }

  /// The newest row of each subject of some kinds, in the order of the subjects' bytes.
  static func newestOfEach(
    _ ecosystem: Ecosystem, kinds wanted: [DocumentKind], in db: Database
  ) throws -> [CatalogRow] {
    let columns = CatalogRow.columns.split(separator: ", ").map { "s.\($0)" }
    let statement = try db.cachedStatement(
      sql: """
        SELECT \(columns.joined(separator: ", ")) FROM newest n CROSS JOIN snapshots s
          ON s.ecosystem = n.ecosystem AND s.segment = n.segment AND s.sequence = n.sequence
        WHERE n.ecosystem = ? AND n.kind IN (\(list(wanted))) ORDER BY n.subject, n.kind
        """)
    return try rows(statement, [ecosystem.rawValue])
  }

  /// The same as of an instant: what was fetched later is not there yet.
  static func newestOfEach(
    _ ecosystem: Ecosystem, kinds wanted: [DocumentKind], asOf: UTCInstant, in db: Database
  ) throws -> [CatalogRow] {
    let statement = try db.cachedStatement(
      sql: """
        \(select) WHERE ecosystem = ? AND kind IN (\(list(wanted))) AND fetched_at <= ?
        ORDER BY subject, kind, fetched_at, segment, sequence
        """)
    let cursor = try Row.fetchCursor(
      statement, arguments: [ecosystem.rawValue, asOf.milliseconds])
    var result: [CatalogRow] = []
    while let row = try cursor.next() {
      let next = try CatalogRow(row)
      if let last = result.last?.snapshot, last.kind == next.snapshot.kind,
        last.subject.utf8.elementsEqual(next.snapshot.subject.utf8)
      {
        result.removeLast()
      }
      result.append(next)
    }
    return result
  }

  private static func list(_ kinds: [DocumentKind]) -> String {
    kinds.map { "'\($0.rawValue)'" }.joined(separator: ", ")
  }

  /// The newest version token of each package that has one.
  static func versions(_ ecosystem: Ecosystem, in db: Database) throws -> [String: String] {
    let kinds = DocumentKind.allCases.filter(\.isAboutPackage).map { "'\($0.rawValue)'" }
    let statement = try db.cachedStatement(
      sql: """
        SELECT subject, version FROM snapshots
        WHERE ecosystem = ? AND version IS NOT NULL AND kind IN (\(kinds.joined(separator: ", ")))
        ORDER BY subject, fetched_at, segment, sequence
        """)
    let cursor = try Row.fetchCursor(statement, arguments: [ecosystem.rawValue])
    var result: [String: String] = [:]
    while let row = try cursor.next() { result[row.text(0)] = row.text(1) }
    return result
  }

  private static func first(
    _ sql: String, _ arguments: StatementArguments, in db: Database
  ) throws -> CatalogRow? {
    let statement = try db.cachedStatement(sql: sql)
    // A cursor's row is read where it lies, while the cursor lives; `fetchOne` would copy every value.
    let cursor = try Row.fetchCursor(statement, arguments: arguments)
    return try withExtendedLifetime(cursor) { try cursor.next().map { try CatalogRow($0) } }
  }

  private static func rows(
    _ statement: Statement, _ arguments: StatementArguments
  ) throws -> [CatalogRow] {
    let cursor = try Row.fetchCursor(statement, arguments: arguments)
    var result: [CatalogRow] = []
    while let row = try cursor.next() { result.append(try CatalogRow(row)) }
    return result
  }
}
