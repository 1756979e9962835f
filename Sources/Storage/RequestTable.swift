import Corpus
import GRDB

/// The statements on requests counted per registry and month, and on the turns owed work takes when they run short.
enum RequestTable {
  static let tables = """
    CREATE TABLE requests (
      ecosystem TEXT NOT NULL, month TEXT NOT NULL, sent INTEGER NOT NULL,
      PRIMARY KEY (ecosystem, month)
    ) WITHOUT ROWID;
    CREATE TABLE turns (
      ecosystem TEXT NOT NULL, lane INTEGER NOT NULL, turn INTEGER NOT NULL,
      name TEXT NOT NULL, kind TEXT NOT NULL,
      PRIMARY KEY (ecosystem, lane, turn, name, kind)
    ) WITHOUT ROWID;
    """

  /// Requests counted in a month; without a count, the records stored in it: what a rebuilt catalog still knows.
  static func sent(_ ecosystem: Ecosystem, _ month: Month, in db: Database) throws -> Int {
    // A catalog that an earlier version wrote is read without the table.
    if try db.tableExists("requests") {
      let counted = try db.cachedStatement(
        sql: "SELECT sent FROM requests WHERE ecosystem = ? AND month = ?")
      let sent = try Int.fetchOne(counted, arguments: [ecosystem.rawValue, month.text])
      if let sent { return sent }
    }
    let stored = try db.cachedStatement(
      sql: """
        SELECT count(*) FROM snapshots WHERE ecosystem = ? AND fetched_at >= ? AND fetched_at < ?
        """)
    return try Int.fetchOne(
      stored,
      arguments: [ecosystem.rawValue, month.start.milliseconds, month.end.milliseconds]) ?? 0
  }

  static func put(sent: Int, _ ecosystem: Ecosystem, _ month: Month, in db: Database) throws {
    let statement = try db.cachedStatement(
      sql: "INSERT OR REPLACE INTO requests (ecosystem, month, sent) VALUES (?, ?, ?)")
    try statement.execute(arguments: [ecosystem.rawValue, month.text, sent])
  }

  /// Gives every item that is due its turn anew.
  static func rank(
    _ ecosystem: Ecosystem, now: UTCInstant, in db: Database,
    by turn: (OwedItem, _ isNew: Bool) -> FetchTurn
  ) throws {
    try db.execute(
      sql: "DELETE FROM turns WHERE ecosystem = ?", arguments: [ecosystem.rawValue])
    let due = try db.makeStatement(
      sql: """
        SELECT name, kind, version, attempts, lane FROM owed WHERE ecosystem = ? AND not_before <= ?
        """)
    let known = try db.cachedStatement(
      sql: "SELECT EXISTS (SELECT 1 FROM snapshots WHERE ecosystem = ? AND subject = ?)")
    let insert = try db.cachedStatement(
      sql: "INSERT OR REPLACE INTO turns (ecosystem, lane, turn, name, kind) VALUES (?, ?, ?, ?, ?)"
    )
    let rows = try Row.fetchCursor(due, arguments: [ecosystem.rawValue, now.milliseconds])
    while let row = try rows.next() {
      guard let item = OwedTable.item(row, ecosystem) else { continue }
      let subject = StoredText(PackageID(ecosystem, item.name).key)
      let isKnown = try Bool.fetchOne(known, arguments: [ecosystem.rawValue, subject]) ?? false
      let turn = turn(item, !isKnown)
      try insert.execute(arguments: [
        ecosystem.rawValue, turn.lane, turn.order, StoredText(item.name), item.kind.rawValue,
      ])
    }
  }

  /// The next items by their turns that are still owed, and the place to go on from.
  static func ranked(
    _ ecosystem: Ecosystem, after place: FetchPlace?, limit: Int, now: UTCInstant, in db: Database
  ) throws -> (items: [OwedItem], last: FetchPlace?) {
    let statement = try db.cachedStatement(
      sql: """
        SELECT name, kind, version, attempts, owed.lane, turns.lane, turn
        FROM turns JOIN owed USING (ecosystem, name, kind)
        WHERE turns.ecosystem = ? AND not_before <= ?
          AND (turns.lane, turn, name, kind) > (?, ?, ?, ?)
        ORDER BY turns.lane, turn, name, kind LIMIT ?
        """)
    let from = place ?? FetchPlace(turn: FetchTurn(lane: -1, order: 0), name: "", kind: "")
    let rows = try Row.fetchAll(
      statement,
      arguments: [
        ecosystem.rawValue, now.milliseconds, from.turn.lane, from.turn.order,
        StoredText(from.name), from.kind, limit,
      ])
    let last = rows.last.map {
      FetchPlace(turn: FetchTurn(lane: $0[5], order: $0[6]), name: $0.text(0), kind: $0[1])
    }
    return (rows.compactMap { OwedTable.item($0, ecosystem) }, last)
  }
}
