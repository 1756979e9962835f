import Corpus
import GRDB

/// The statements on revisits, and on names a comparison has seen.
enum RevisitTable {
  static func put(_ revisit: Revisit, in db: Database) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO revisits (ecosystem, name, kind, due_at, version)
        VALUES (?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [
      revisit.ecosystem.rawValue, StoredText(revisit.name), revisit.kind.rawValue,
      revisit.dueAt.milliseconds, revisit.version.map(StoredText.init),
    ])
  }

  /// Whether the same promise is to be looked at again already.
  static func isPending(_ revisit: Revisit, in db: Database) throws -> Bool {
    let statement = try db.cachedStatement(
      sql: """
        SELECT 1 FROM revisits WHERE ecosystem = ? AND name = ? AND kind = ? AND version IS ?
        LIMIT 1
        """)
    let row = try Row.fetchOne(
      statement,
      arguments: [
        revisit.ecosystem.rawValue, StoredText(revisit.name), revisit.kind.rawValue,
        revisit.version.map(StoredText.init),
      ])
    return row != nil
  }

  /// Moves what is due to the owed work, as fresh as the name was.
  static func oweDue(_ ecosystem: Ecosystem, now: UTCInstant, in db: Database) throws {
    let owe = try db.cachedStatement(
      sql: """
        INSERT INTO owed (ecosystem, name, kind, version, attempts, not_before, lane)
        SELECT ecosystem, name, kind, version, 0, 0, ? FROM revisits
        WHERE ecosystem = ? AND due_at <= ? ORDER BY due_at, name, kind
        ON CONFLICT (ecosystem, name, kind) DO NOTHING
        """)
    try owe.execute(arguments: [
      OwedLane.newRelease.rawValue, ecosystem.rawValue, now.milliseconds,
    ])
    let forget = try db.cachedStatement(
      sql: "DELETE FROM revisits WHERE ecosystem = ? AND due_at <= ?")
    try forget.execute(arguments: [ecosystem.rawValue, now.milliseconds])
  }

  static func all(_ ecosystem: Ecosystem, in db: Database) throws -> [Revisit] {
    let statement = try db.cachedStatement(
      sql: """
        SELECT name, kind, due_at, version FROM revisits WHERE ecosystem = ?
        ORDER BY due_at, name, kind
        """)
    return try Row.fetchAll(statement, arguments: [ecosystem.rawValue]).compactMap { row in
      guard let kind = DocumentKind(rawValue: row[1]) else { return nil }
      let item = OwedItem(
        ecosystem: ecosystem, name: row.text(0), kind: kind, version: row.optionalText(3))
      return Revisit(of: item, dueAt: UTCInstant(milliseconds: row[2]))
    }
  }

  static func put(listed name: String, of ecosystem: Ecosystem, in db: Database) throws {
    let statement = try db.cachedStatement(
      sql: "INSERT OR IGNORE INTO listed (ecosystem, name) VALUES (?, ?)")
    try statement.execute(arguments: [ecosystem.rawValue, StoredText(name)])
  }

  static func listedCount(_ ecosystem: Ecosystem, in db: Database) throws -> Int {
    let statement = try db.cachedStatement(sql: "SELECT count(*) FROM listed WHERE ecosystem = ?")
    return try Int.fetchOne(statement, arguments: [ecosystem.rawValue]) ?? 0
  }

  static func forgetListed(_ ecosystem: Ecosystem, in db: Database) throws {
    let statement = try db.cachedStatement(sql: "DELETE FROM listed WHERE ecosystem = ?")
    try statement.execute(arguments: [ecosystem.rawValue])
  }

  /// Subjects with documents of a kind that were not listed, whatever became of them.
  static func unlisted(
    _ ecosystem: Ecosystem, kind: DocumentKind, in db: Database
  ) throws -> [String] {
    let statement = try db.cachedStatement(
      sql: """
        SELECT DISTINCT subject FROM snapshots WHERE ecosystem = ?1 AND kind = ?2
          AND NOT EXISTS (SELECT 1 FROM listed WHERE ecosystem = ?1 AND name = subject)
        ORDER BY subject
        """)
    let rows = try Row.fetchAll(statement, arguments: [ecosystem.rawValue, kind.rawValue])
    return rows.map { $0.text(0) }
  }
}

/// The statements on PyPI's journal.
enum JournalTable {
  static func put(_ entry: JournalEntry, in db: Database) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO journal (serial, key, name, version, at, action)
        VALUES (?, ?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [
      entry.serial, StoredText(PackageID(.pypi, entry.name).key), StoredText(entry.name),
      entry.version.map(StoredText.init), entry.at.milliseconds, StoredText(entry.action),
    ])
  }

  static func rows(of key: String, in db: Database) throws -> [JournalEntry] {
    let statement = try db.cachedStatement(
      sql: "SELECT serial, name, version, at, action FROM journal WHERE key = ? ORDER BY serial")
    return try Row.fetchAll(statement, arguments: [StoredText(key)]).map { row in
      JournalEntry(
        serial: row[0], name: row.text(1), version: row.optionalText(2),
        at: UTCInstant(milliseconds: row[3]), action: row.text(4))
    }
  }

  static func newestSerial(in db: Database) throws -> Int64? {
    try Int64.fetchOne(db.cachedStatement(sql: "SELECT max(serial) FROM journal"))
  }
}
