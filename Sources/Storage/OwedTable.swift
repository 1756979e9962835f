package import Corpus
import GRDB

/// Work a feed promised and no stored document has settled yet.
package struct OwedItem: Sendable, Hashable {
  package var ecosystem: Ecosystem
  /// The name as the feed spells it.
  package var name: String
  package var kind: DocumentKind
  /// What the feed promised; nil where the feed has no versions.
  package var version: String?
  /// Times it was tried and put off.
  package var attempts: Int

  package init(
    ecosystem: Ecosystem, name: String, kind: DocumentKind, version: String? = nil,
    attempts: Int = 0
  ) {
    self.ecosystem = ecosystem
    self.name = name
    self.kind = kind
    self.version = version
    self.attempts = attempts
  }
}

/// The statements on cursors and owed work.
enum OwedTable {
  static func cursor(_ feed: String, in db: Database) throws -> String? {
    let statement = try db.cachedStatement(sql: "SELECT cursor FROM cursors WHERE feed = ?")
    return try Row.fetchOne(statement, arguments: [StoredText(feed)]).map { $0.text(0) }
  }

  static func put(cursor: String, of feed: String, in db: Database) throws {
    let statement = try db.cachedStatement(
      sql: "INSERT OR REPLACE INTO cursors (feed, cursor) VALUES (?, ?)")
    try statement.execute(arguments: [StoredText(feed), StoredText(cursor)])
  }

  /// Adds an item; one that is owed already gets the newer version and its turn at once.
  static func put(_ item: OwedItem, in db: Database) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO owed (ecosystem, name, kind, version, attempts, not_before)
        VALUES (?, ?, ?, ?, ?, 0)
        ON CONFLICT (ecosystem, name, kind) DO UPDATE SET
          version = excluded.version, attempts = excluded.attempts, not_before = 0, reason = NULL
        """)
    try statement.execute(arguments: [
      item.ecosystem.rawValue, StoredText(item.name), item.kind.rawValue,
      item.version.map(StoredText.init), item.attempts,
    ])
  }

  /// Items whose turn has come, those put off last; in order of arrival.
  static func due(
    _ ecosystem: Ecosystem, limit: Int, now: UTCInstant, in db: Database
  ) throws -> [OwedItem] {
    let statement = try db.cachedStatement(
      sql: """
        SELECT name, kind, version, attempts FROM owed
        WHERE ecosystem = ? AND not_before <= ? ORDER BY not_before, sequence LIMIT ?
        """)
    let rows = try Row.fetchAll(
      statement, arguments: [ecosystem.rawValue, now.milliseconds, limit])
    return rows.compactMap { item($0, ecosystem) }
  }

  /// The item of a row that begins with name, kind, version and attempts; nil for an unknown kind.
  static func item(_ row: Row, _ ecosystem: Ecosystem) -> OwedItem? {
    guard let kind = DocumentKind(rawValue: row[1]) else { return nil }
    return OwedItem(
      ecosystem: ecosystem, name: row.text(0), kind: kind, version: row.optionalText(2),
      attempts: row[3])
  }

  static func count(_ ecosystem: Ecosystem, in db: Database) throws -> Int {
    let statement = try db.cachedStatement(sql: "SELECT count(*) FROM owed WHERE ecosystem = ?")
    return try Int.fetchOne(statement, arguments: [ecosystem.rawValue]) ?? 0
  }

  static func postpone(
    _ item: OwedItem, until: UTCInstant, reason: String, in db: Database
  ) throws {
    let statement = try db.cachedStatement(
      sql: """
        UPDATE owed SET attempts = attempts + 1, not_before = ?, reason = ?
        WHERE ecosystem = ? AND name = ? AND kind = ? AND version IS ?
        """)
    try statement.execute(arguments: [
      until.milliseconds, StoredText(reason), item.ecosystem.rawValue, StoredText(item.name),
      item.kind.rawValue, item.version.map(StoredText.init),
    ])
  }

  /// Takes an item off, unless the feed has promised something newer since it was handed out.
  static func settle(_ item: OwedItem, storedVersion: String? = nil, in db: Database) throws {
    let statement = try db.cachedStatement(
      sql: """
        DELETE FROM owed WHERE ecosystem = ? AND name = ? AND kind = ?
          AND (version IS ? OR version = ?)
        """)
    try statement.execute(arguments: [
      item.ecosystem.rawValue, StoredText(item.name), item.kind.rawValue,
      item.version.map(StoredText.init), storedVersion.map(StoredText.init),
    ])
  }
}
