package import Corpus
import GRDB

/// What the catalog says about work to come: what is owed, how large documents are, how much a crawl fetched.
package struct PlanFigures: Sendable, Equatable {
  /// Documents of one kind, and their bytes together.
  package struct Sizes: Sendable, Equatable {
    package var documents: Int
    package var bytes: Int

    package init(documents: Int, bytes: Int) {
      self.documents = documents
      self.bytes = bytes
    }
  }

  /// Items whose turn has come, by kind.
  package var owed: [DocumentKind: Int] = [:]
  /// Stored bodies by kind.
  package var stored: [DocumentKind: Sizes] = [:]
  /// Documents about packages that the last crawls fetched, newest first.
  package var crawls: [Int] = []
  /// Requests counted in the month.
  package var requests = 0

  package init() {}
}

extension CorpusStore {
  /// The figures a plan is made from.
  package func planFigures(_ ecosystem: Ecosystem, now: UTCInstant) throws -> PlanFigures {
    try query { db in
      var figures = PlanFigures()
      figures.owed = try Self.owed(ecosystem, now, in: db)
      figures.stored = try Self.sizes(ecosystem, in: db)
      figures.crawls = try Self.crawls(ecosystem, in: db)
      figures.requests = try RequestTable.sent(ecosystem, Month(of: now), in: db)
      return figures
    }
  }

  private static func owed(_ ecosystem: Ecosystem, _ now: UTCInstant, in db: Database) throws
    -> [DocumentKind: Int]
  {
    let rows = try Row.fetchAll(
      db,
      sql: "SELECT kind, count(*) FROM owed WHERE ecosystem = ? AND not_before <= ? GROUP BY kind",
      arguments: [ecosystem.rawValue, now.milliseconds])
    return byKind(rows) { $0[1] }
  }

  private static func sizes(_ ecosystem: Ecosystem, in db: Database) throws
    -> [DocumentKind: PlanFigures.Sizes]
  {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT kind, count(*), sum(body_bytes) FROM snapshots
        WHERE ecosystem = ? AND outcome = 'stored' GROUP BY kind
        """, arguments: [ecosystem.rawValue])
    return byKind(rows) { PlanFigures.Sizes(documents: $0[1], bytes: $0[2]) }
  }

  private static func crawls(_ ecosystem: Ecosystem, in db: Database) throws -> [Int] {
    let kinds = DocumentKind.allCases.filter(\.isAboutPackage).map { "'\($0.rawValue)'" }
    return try Int.fetchAll(
      db,
      sql: """
        SELECT count(*) FROM snapshots WHERE ecosystem = ? AND kind IN (\(kinds.joined(separator: ", ")))
        GROUP BY fetched_at ORDER BY fetched_at DESC LIMIT 8
        """, arguments: [ecosystem.rawValue])
  }

  private static func byKind<Value>(_ rows: [Row], _ value: (Row) -> Value) -> [DocumentKind: Value]
  {
    let pairs = rows.compactMap { row in
      DocumentKind(rawValue: row[0]).map { ($0, value(row)) }
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }
}
