import Corpus
import Foundation
import GRDB

/// The statements on label claims and base rates.
enum ClaimTable {
  /// Adds a claim; one that is there already gives way unless it was modified later.
  static func put(_ claim: LabelClaim, batch: String, in db: Database) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO claims (ecosystem, key, report, source, kind, versions, published_at, modified_at,
          withdrawn_at, campaign, contradicts_itself, batch)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (ecosystem, key, report, source) DO UPDATE SET
          kind = excluded.kind, versions = excluded.versions, published_at = excluded.published_at,
          modified_at = excluded.modified_at, withdrawn_at = excluded.withdrawn_at,
          campaign = excluded.campaign, contradicts_itself = excluded.contradicts_itself,
          batch = excluded.batch
        WHERE excluded.modified_at IS NULL OR modified_at IS NULL
          OR excluded.modified_at >= modified_at
        """)
    try statement.execute(arguments: [
      claim.package.ecosystem.rawValue, StoredText(claim.package.key), StoredText(claim.report),
      StoredText(claim.source), claim.kind.rawValue, try claim.versions.map(Self.json),
      claim.publishedAt?.milliseconds, claim.modifiedAt?.milliseconds,
      claim.withdrawnAt?.milliseconds, StoredText(claim.campaign), claim.contradictsItself,
      StoredText(batch),
    ])
  }

  static func remove(batch: String, in db: Database) throws {
    let statement = try db.cachedStatement(sql: "DELETE FROM claims WHERE batch = ?")
    try statement.execute(arguments: [StoredText(batch)])
  }

  /// All claims, or those of one batch, by package, report and source.
  static func all(batch: String? = nil, in db: Database) throws -> [LabelClaim] {
    let condition = batch == nil ? "" : "WHERE batch = ?"
    let statement = try db.cachedStatement(
      sql: """
        SELECT ecosystem, key, report, source, kind, versions, published_at, modified_at,
          withdrawn_at, campaign, contradicts_itself FROM claims \(condition) ORDER BY ecosystem, key, report, source
        """)
    let arguments = batch.map { StatementArguments([StoredText($0)]) } ?? StatementArguments()
    return try Row.fetchAll(statement, arguments: arguments).map(claim)
  }

  private static func claim(_ row: Row) throws -> LabelClaim {
    guard let ecosystem = Ecosystem(rawValue: row[0]), let kind = LabelClaim.Kind(rawValue: row[4])
    else { throw StorageError(.catalog, "a label claim of an unknown kind. Update Assay.") }
    let versions: Data? = row[5]
    return LabelClaim(
      report: row.text(2), source: row.text(3), package: PackageID(ecosystem, row.text(1)),
      kind: kind, versions: try versions.map { try JSONDecoder().decode([String].self, from: $0) },
      publishedAt: instant(row[6]), modifiedAt: instant(row[7]), withdrawnAt: instant(row[8]),
      campaign: row.text(9), contradictsItself: row[10])
  }

  private static func json(_ versions: [String]) throws -> String {
    String(decoding: try JSONEncoder().encode(versions), as: UTF8.self)
  }

  private static func instant(_ milliseconds: Int64?) -> UTCInstant? {
    milliseconds.map { UTCInstant(milliseconds: $0) }
  }

  static func put(_ rate: BaseRate, in db: Database) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO base_rates (ecosystem, population, unit, source, as_of, low, mid, high,
          malicious, reviewed, method) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [
      rate.ecosystem.rawValue, StoredText(rate.population), StoredText(rate.unit),
      StoredText(rate.source), rate.asOf.milliseconds, rate.low, rate.mid, rate.high,
      rate.malicious, rate.reviewed, rate.method.rawValue,
    ])
  }

  /// All base rates, by ecosystem, population, unit, source and date.
  static func rates(in db: Database) throws -> [BaseRate] {
    let statement = try db.cachedStatement(
      sql: """
        SELECT ecosystem, population, unit, source, as_of, low, mid, high, malicious, reviewed,
          method FROM base_rates ORDER BY ecosystem, population, unit, source, as_of
        """)
    return try Row.fetchAll(statement).compactMap { row in
      guard let ecosystem = Ecosystem(rawValue: row[0]) else { return nil }
      return BaseRate(
        ecosystem: ecosystem, population: row.text(1), unit: row.text(2), low: row[5],
        mid: row[6], high: row[7], malicious: row[8], reviewed: row[9], source: row.text(3),
        asOf: UTCInstant(milliseconds: row[4]), method: BaseRate.Method(rawValue: row[10]))
    }
  }
}
