package import Corpus
import GRDB

/// What a corpus holds of one ecosystem.
package struct CorpusStatistics: Sendable, Hashable {
  package var ecosystem: Ecosystem
  /// Distinct subjects with a package document.
  package var packages: Int
  package var stored: Int
  package var unchanged: Int
  package var tombstones: Int
  /// Bytes of all stored bodies as they were received, decoded.
  package var bodyBytes: Int
  /// Bytes of all segments on the disk.
  package var segmentBytes: Int
  package var segments: Int
  /// When the newest response came; nil for an empty ecosystem.
  package var newestFetch: UTCInstant?
  package var owed: Int
}

extension CorpusStore {
  /// What the corpus holds, one entry an ecosystem.
  package func statistics() throws -> [CorpusStatistics] {
    try flush()
    return try query { db in try Ecosystem.allCases.map { try Self.statistics(of: $0, in: db) } }
  }

  private static func statistics(
    of ecosystem: Ecosystem, in db: Database
  ) throws -> CorpusStatistics {
    let kinds = DocumentKind.allCases.filter(\.isAboutPackage).map { "'\($0.rawValue)'" }
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT (SELECT count(DISTINCT subject) FROM newest
              WHERE ecosystem = ?1 AND kind IN (\(kinds.joined(separator: ", ")))),
            count(*) FILTER (WHERE outcome = 'stored'),
            count(*) FILTER (WHERE outcome = 'unchanged'),
            count(*) FILTER (WHERE outcome = 'tombstone'),
            coalesce(sum(body_bytes) FILTER (WHERE outcome = 'stored'), 0), max(fetched_at)
          FROM snapshots WHERE ecosystem = ?1
          """), arguments: [ecosystem.rawValue])
    let segments = try SegmentTable.rows(ecosystem, in: db)
    let newest: Int64? = row?[5]
    return CorpusStatistics(
      ecosystem: ecosystem, packages: row?[0] ?? 0, stored: row?[1] ?? 0, unchanged: row?[2] ?? 0,
      tombstones: row?[3] ?? 0, bodyBytes: row?[4] ?? 0,
      segmentBytes: segments.reduce(0) { $0 + $1.bytes }, segments: segments.count,
      newestFetch: newest.map { UTCInstant(milliseconds: $0) },
      owed: try OwedTable.count(ecosystem, in: db))
  }
}
