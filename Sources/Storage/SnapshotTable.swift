import Corpus
import GRDB

/// The statements on the snapshot index.
enum SnapshotTable {
  private static let select = "SELECT \(CatalogRow.columns) FROM snapshots"
  /// Newest first: by time of the response, then by place.
  private static let newestFirst = "ORDER BY fetched_at DESC, segment DESC, sequence DESC"

  static func insert(_ row: CatalogRow, in db: Database) throws {
    let marks = Array(repeating: "?", count: 19).joined(separator: ", ")
    let statement = try db.cachedStatement(
      sql: "INSERT INTO snapshots (\(CatalogRow.columns)) VALUES (\(marks))")
    try statement.execute(arguments: row.arguments)
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
    let condition = withBody ? "AND outcome <> 'tombstone'" : ""
    return try first(
      "\(select) WHERE ecosystem = ? AND subject = ? AND kind = ? \(condition) \(newestFirst) LIMIT 1",
      [ecosystem.rawValue, StoredText(subject), kind.rawValue], in: db)
  }

  /// The row behind a snapshot that was handed out.
  static func row(of snapshot: Snapshot, in db: Database) throws -> CatalogRow? {
    try first(
      """
      \(select) WHERE ecosystem = ? AND subject = ? AND kind = ? AND fetched_at = ?
        AND segment = ? AND offset = ?
      """,
      [
        snapshot.ecosystem.rawValue, StoredText(snapshot.subject), snapshot.kind.rawValue,
        snapshot.fetchedAt.milliseconds, snapshot.segment, snapshot.offset,
      ], in: db)
  }

  /// Every row of a subject, oldest first.
  static func history(
    _ ecosystem: Ecosystem, _ subject: String, in db: Database
  ) throws -> [CatalogRow] {
    let statement = try db.cachedStatement(
      sql: """
        \(select) WHERE ecosystem = ? AND subject = ? ORDER BY fetched_at, segment, sequence
        """)
    return try rows(statement, [ecosystem.rawValue, StoredText(subject)])
  }

  /// Rows of one segment in their order.
  static func rows(
    _ ecosystem: Ecosystem, segment: Int, in db: Database
  ) throws -> RowCursor {
    let statement = try db.makeStatement(
      sql: "\(select) WHERE ecosystem = ? AND segment = ? ORDER BY sequence")
    return try Row.fetchCursor(statement, arguments: [ecosystem.rawValue, segment])
  }

  /// Where the known records of a segment end, and the next sequence number.
  static func end(
    _ ecosystem: Ecosystem, segment: Int, in db: Database
  ) throws -> (offset: Int, sequence: Int)? {
    let statement = try db.cachedStatement(
      sql: """
        SELECT offset + length, sequence + 1 FROM snapshots WHERE ecosystem = ? AND segment = ?
        ORDER BY sequence DESC LIMIT 1
        """)
    let row = try Row.fetchOne(statement, arguments: [ecosystem.rawValue, segment])
    return row.map { ($0[0], $0[1]) }
  }

  /// The newest row of each package and kind up to an instant, in the order of the subjects' bytes.
  static func newestOfEach(
    _ ecosystem: Ecosystem, kinds wanted: [DocumentKind], asOf: UTCInstant?, in db: Database
  ) throws -> [CatalogRow] {
    let kinds = wanted.map { "'\($0.rawValue)'" }
    let statement = try db.cachedStatement(
      sql: """
        \(select) WHERE ecosystem = ? AND kind IN (\(kinds.joined(separator: ", ")))
          AND fetched_at <= ? ORDER BY subject, kind, fetched_at, segment, sequence
        """)
    let cursor = try Row.fetchCursor(
      statement, arguments: [ecosystem.rawValue, asOf?.milliseconds ?? .max])
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
    return try Row.fetchOne(statement, arguments: arguments).map { try CatalogRow($0) }
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
