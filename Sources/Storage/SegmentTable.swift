import Corpus
import GRDB

/// One row of the segment index.
struct SegmentRow: Hashable, Sendable {
  var ecosystem: Ecosystem
  var number: Int
  var bytes: Int
  /// Records, the warcinfo record included.
  var records: Int
  /// Zero without a dictionary.
  var dictionaryID: Int
  /// Nil for a segment of several kinds, from before one segment had one.
  var kind: DocumentKind?
  /// Whether compaction wrote it: nothing is appended to it.
  var isCompacted: Bool
}

/// The statements on the segment index.
enum SegmentTable {
  private static let select =
    "SELECT number, bytes, records, dictionary_id, kind, is_compacted FROM segments"

  static func put(_ row: SegmentRow, in db: Database) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO segments (ecosystem, number, bytes, records, dictionary_id, kind,
          is_compacted) VALUES (?, ?, ?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [
      row.ecosystem.rawValue, row.number, row.bytes, row.records, row.dictionaryID,
      row.kind?.rawValue, row.isCompacted,
    ])
  }

  /// All segments of an ecosystem, ascending.
  static func rows(_ ecosystem: Ecosystem, in db: Database) throws -> [SegmentRow] {
    let statement = try db.cachedStatement(sql: "\(select) WHERE ecosystem = ? ORDER BY number")
    return try Row.fetchAll(statement, arguments: [ecosystem.rawValue]).map { row(ecosystem, $0) }
  }

  /// One segment; nil when the catalog does not know it.
  static func row(_ ecosystem: Ecosystem, _ number: Int, in db: Database) throws -> SegmentRow? {
    let statement = try db.cachedStatement(sql: "\(select) WHERE ecosystem = ? AND number = ?")
    return try Row.fetchOne(statement, arguments: [ecosystem.rawValue, number])
      .map { row(ecosystem, $0) }
  }

  private static func row(_ ecosystem: Ecosystem, _ row: Row) -> SegmentRow {
    let kind: String? = row[4]
    return SegmentRow(
      ecosystem: ecosystem, number: row[0], bytes: row[1], records: row[2], dictionaryID: row[3],
      kind: kind.flatMap(DocumentKind.init), isCompacted: row[5])
  }

  /// A number no segment of the ecosystem ever had.
  static func nextNumber(_ ecosystem: Ecosystem, in db: Database) throws -> Int {
    let statement = try db.cachedStatement(
      sql: """
        SELECT coalesce(max(number), -1) + 1 FROM (
          SELECT number FROM segments WHERE ecosystem = ?1
          UNION ALL SELECT number FROM retired WHERE ecosystem = ?1)
        """)
    return try Int.fetchOne(statement, arguments: [ecosystem.rawValue]) ?? 0
  }

  /// Takes a segment out whose records are all in another one; its number is not used again.
  static func retire(_ ecosystem: Ecosystem, _ number: Int, in db: Database) throws {
    try db.cachedStatement(sql: "DELETE FROM segments WHERE ecosystem = ? AND number = ?")
      .execute(arguments: [ecosystem.rawValue, number])
    try db.cachedStatement(sql: "INSERT OR IGNORE INTO retired (ecosystem, number) VALUES (?, ?)")
      .execute(arguments: [ecosystem.rawValue, number])
  }

  /// Segments whose files may go.
  static func retired(_ ecosystem: Ecosystem, in db: Database) throws -> Set<Int> {
    let statement = try db.cachedStatement(sql: "SELECT number FROM retired WHERE ecosystem = ?")
    return Set(try Int.fetchAll(statement, arguments: [ecosystem.rawValue]))
  }
}
