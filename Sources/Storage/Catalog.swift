import Foundation
import GRDB

/// Owns the connection to `catalog.sqlite`; used from one executor only.
///
/// While writing, one transaction stays open from the first change to `commit`, so that the rows of
/// a batch are visible to this connection at once and to the disk together.
final class Catalog {
  let path: String
  private let queue: DatabaseQueue

  /// Opens or makes the catalog; writing migrates it and sets WAL with full syncs.
  init(path: String, isWriting: Bool) throws {
    self.path = path
    var configuration = Configuration()
    configuration.readonly = !isWriting
    configuration.allowsUnsafeTransactions = true
    configuration.busyMode = .timeout(10)
    if isWriting { configuration.journalMode = .wal }
    do {
      let location = isWriting ? path : Self.readingLocation(path)
      queue = try DatabaseQueue(path: location, configuration: configuration)
      guard isWriting else { return }
      try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
      try Self.migrator.migrate(queue)
    } catch {
      throw StorageError.translating(error, path: path)
    }
  }

  /// Where to read: in a folder that cannot be written to, the file alone when no log lies beside it.
  ///
  /// Source: <https://www.sqlite.org/wal.html#readonly>
  private static func readingLocation(_ path: String) -> String {
    let folder = (path as NSString).deletingLastPathComponent
    let log = try? FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int
    guard !FileManager.default.isWritableFile(atPath: folder), log ?? 0 == 0 else { return path }
    return URL(fileURLWithPath: path).absoluteString + "?immutable=1"
  }

  /// Whether it has all tables of this version; a file that is no catalog is left for later to find.
  func isCurrent() throws -> Bool {
    try read { db in
      guard try db.tableExists("snapshots") else { return true }
      return try Self.migrator.hasCompletedMigrations(db)
    }
  }

  /// Runs statements outside of the batch.
  func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    do {
      return try queue.unsafeRead(body)
    } catch {
      throw StorageError.translating(error, path: path)
    }
  }

  /// Runs statements inside the open batch; begins one when there is none.
  ///
  /// A failing body leaves the batch as it was before.
  func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
    do {
      return try queue.writeWithoutTransaction { db in
        if !db.isInsideTransaction { try db.beginTransaction(.immediate) }
        var result: Value?
        try db.inSavepoint {
          result = try body(db)
          return .commit
        }
        guard let result else { preconditionFailure("a savepoint committed without its body") }
        return result
      }
    } catch {
      throw StorageError.translating(error, path: path)
    }
  }

  /// Whether a batch is open; the database itself ends one when it cannot go on.
  var isInBatch: Bool { queue.unsafeRead { $0.isInsideTransaction } }

  /// Makes the open batch durable; without one this does nothing.
  func commit() throws {
    do {
      try queue.writeWithoutTransaction { db in
        if db.isInsideTransaction { try db.commit() }
      }
    } catch {
      rollback()
      throw StorageError.translating(error, path: path)
    }
  }

  /// Forgets the open batch.
  func rollback() {
    try? queue.writeWithoutTransaction { db in
      if db.isInsideTransaction { try db.rollback() }
    }
  }

  /// Moves everything into the one database file and closes the connection.
  func finish() throws {
    do {
      try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
    } catch {
      throw StorageError.translating(error, path: path)
    }
    try close()
  }

  /// Closes the connection; the open batch is forgotten.
  func close() throws {
    rollback()
    do {
      try queue.close()
    } catch {
      throw StorageError.translating(error, path: path)
    }
  }
}
