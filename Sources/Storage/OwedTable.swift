package import Corpus
import GRDB

/// How urgent owed work is; what is fresh may be gone within hours.
package enum OwedLane: Int, Sendable, CaseIterable, Comparable {
  /// A name nobody knew before.
  case newName
  /// A known package that has most likely published something.
  case newRelease
  /// Any other change, and names that left their list.
  case change
  /// A first crawl, and looking again without a reason.
  case backlog

  /// What goes ahead of everything else.
  package static let fresh: [OwedLane] = [.newName, .newRelease]
  package static let rest: [OwedLane] = [.change, .backlog]

  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

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
  package var lane: OwedLane

  package init(
    ecosystem: Ecosystem, name: String, kind: DocumentKind, version: String? = nil,
    attempts: Int = 0, lane: OwedLane = .change
  ) {
    self.ecosystem = ecosystem
    self.name = name
    self.kind = kind
    self.version = version
    self.attempts = attempts
    self.lane = lane
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

  static func remove(cursor feed: String, in db: Database) throws {
    let statement = try db.cachedStatement(sql: "DELETE FROM cursors WHERE feed = ?")
    try statement.execute(arguments: [StoredText(feed)])
  }

  /// Adds an item; one that is owed already gets the newer version and its turn at once.
  ///
  /// What is to be looked at again at a set time, for the same version, waits for that time.
  static func put(_ item: OwedItem, in db: Database) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO owed (ecosystem, name, kind, version, attempts, not_before, lane)
        SELECT ?1, ?2, ?3, ?4, ?5, 0, ?6 WHERE NOT EXISTS (
          SELECT 1 FROM revisits WHERE ecosystem = ?1 AND name = ?2 AND kind = ?3 AND version = ?4)
        ON CONFLICT (ecosystem, name, kind) DO UPDATE SET
          version = excluded.version, attempts = excluded.attempts, not_before = 0, reason = NULL,
          lane = min(lane, excluded.lane)
        """)
    try statement.execute(arguments: arguments(of: item))
  }

  /// Adds an item unless something is owed of it already, which may be newer.
  static func putRecheck(_ item: OwedItem, in db: Database) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO owed (ecosystem, name, kind, version, attempts, not_before, lane)
        VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6) ON CONFLICT (ecosystem, name, kind) DO NOTHING
        """)
    try statement.execute(arguments: arguments(of: item))
  }

  private static func arguments(of item: OwedItem) -> StatementArguments {
    [
      item.ecosystem.rawValue, StoredText(item.name), item.kind.rawValue,
      item.version.map(StoredText.init), item.attempts, item.lane.rawValue,
    ]
  }

  /// Items whose turn has come: by lane, those put off last, then in order of arrival.
  static func due(
    _ ecosystem: Ecosystem, lanes: [OwedLane], limit: Int, now: UTCInstant, in db: Database
  ) throws -> [OwedItem] {
    let statement = try db.cachedStatement(
      sql: """
        SELECT name, kind, version, attempts, lane FROM owed
        WHERE ecosystem = ? AND lane = ? AND not_before <= ? ORDER BY not_before, sequence LIMIT ?
        """)
    var items: [OwedItem] = []
    for lane in lanes where items.count < limit {
      let rows = try Row.fetchAll(
        statement,
        arguments: [
          ecosystem.rawValue, lane.rawValue, now.milliseconds, limit - items.count,
        ])
      items += rows.compactMap { item($0, ecosystem) }
    }
    return items
  }

  /// The item of a row that begins with name, kind, version, attempts and lane; nil for an unknown kind.
  static func item(_ row: Row, _ ecosystem: Ecosystem) -> OwedItem? {
    guard let kind = DocumentKind(rawValue: row[1]) else { return nil }
    return OwedItem(
      ecosystem: ecosystem, name: row.text(0), kind: kind, version: row.optionalText(2),
      attempts: row[3], lane: OwedLane(rawValue: row[4]) ?? .change)
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
