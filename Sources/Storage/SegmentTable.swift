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
}

/// The statements on the segment index.
enum SegmentTable {
  static func put(_ row: SegmentRow, in db: Database) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO segments (ecosystem, number, bytes, records, dictionary_id)
        VALUES (?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [
      row.ecosystem.rawValue, row.number, row.bytes, row.records, row.dictionaryID,
    ])
  }

  /// All segments of an ecosystem, ascending.
  static func rows(_ ecosystem: Ecosystem, in db: Database) throws -> [SegmentRow] {
    let statement = try db.cachedStatement(
      sql: """
        SELECT number, bytes, records, dictionary_id FROM segments WHERE ecosystem = ?
        ORDER BY number
        """)
    return try Row.fetchAll(statement, arguments: [ecosystem.rawValue]).map {
      SegmentRow(
        ecosystem: ecosystem, number: $0[0], bytes: $0[1], records: $0[2], dictionaryID: $0[3])
    }
  }
}
