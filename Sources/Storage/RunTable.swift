package import Corpus
import GRDB

/// One run of the pipeline as the catalog remembers it.
package struct RunRecord: Sendable, Hashable {
  /// The run's folder name.
  package var id: String
  package var startedAt: UTCInstant
  /// Nil while it runs, and for ever when it was killed.
  package var finishedAt: UTCInstant?
  /// `running`, or the verdict: `publish`, `partial`, `hold`, `failed`.
  package var status: String
  /// What the run wants to find again next time, as JSON text of its own.
  package var detail: String

  package init(
    id: String, startedAt: UTCInstant, finishedAt: UTCInstant? = nil, status: String,
    detail: String = "{}"
  ) {
    self.id = id
    self.startedAt = startedAt
    self.finishedAt = finishedAt
    self.status = status
    self.detail = detail
  }
}

/// The statements on runs and what they set aside.
enum RunTable {
  static func put(_ run: RunRecord, in db: Database) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO runs (id, started_at, finished_at, status, detail)
        VALUES (?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [
      StoredText(run.id), run.startedAt.milliseconds, run.finishedAt?.milliseconds,
      StoredText(run.status), StoredText(run.detail),
    ])
  }

  /// All runs, oldest first.
  static func all(in db: Database) throws -> [RunRecord] {
    let statement = try db.cachedStatement(
      sql: """
        SELECT id, started_at, finished_at, status, detail FROM runs ORDER BY started_at, id
        """)
    return try Row.fetchAll(statement).map { row in
      let finished: Int64? = row[2]
      return RunRecord(
        id: row.text(0), startedAt: UTCInstant(milliseconds: row[1]),
        finishedAt: finished.map { UTCInstant(milliseconds: $0) }, status: row.text(3),
        detail: row.text(4))
    }
  }

  static func put(_ rejection: Rejection, run: String, in db: Database) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT OR IGNORE INTO rejections (run, ecosystem, key, stage, reason) VALUES (?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [
      StoredText(run), rejection.package.ecosystem.rawValue, StoredText(rejection.package.key),
      StoredText(rejection.stage), StoredText(rejection.reason),
    ])
  }

  /// What a run set aside, by stage and package.
  static func rejections(run: String, in db: Database) throws -> [Rejection] {
    let statement = try db.cachedStatement(
      sql: """
        SELECT ecosystem, key, stage, reason FROM rejections WHERE run = ?
        ORDER BY stage, ecosystem, key, reason
        """)
    return try Row.fetchAll(statement, arguments: [StoredText(run)]).compactMap { row in
      guard let ecosystem = Ecosystem(rawValue: row[0]) else { return nil }
      return Rejection(
        package: PackageID(ecosystem, row.text(1)), stage: row.text(2), reason: row.text(3))
    }
  }
}
