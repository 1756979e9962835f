import Foundation
import GRDB
import Storage

/// The catalog's tables as text, to compare two catalogs row for row.
enum CatalogTables {
  /// What the segments alone can bring back.
  static let inSegments = ["snapshots", "segments", "newest"]

  /// Every row of a table in the order of its key, each value as SQL would write it.
  static func rows(_ table: String, of corpus: ScratchCorpus) throws -> [String] {
    let queue = try DatabaseQueue(path: CorpusFolder(corpus.path).catalog)
    return try queue.read { db in
      let columns = try db.columns(in: table).map { "quote(\($0.name))" }
      return try String.fetchAll(
        db,
        sql:
          "SELECT \(columns.joined(separator: " || ',' || ")) AS line FROM \(table) ORDER BY line")
    }
  }

  /// The three tables that segments can bring back.
  static func rebuildable(of corpus: ScratchCorpus) throws -> [String: [String]] {
    try Dictionary(uniqueKeysWithValues: inSegments.map { ($0, try rows($0, of: corpus)) })
  }

  /// Runs SQL on a closed catalog.
  static func execute(_ sql: String, on corpus: ScratchCorpus) throws {
    try DatabaseQueue(path: CorpusFolder(corpus.path).catalog).write { try $0.execute(sql: sql) }
  }
}
