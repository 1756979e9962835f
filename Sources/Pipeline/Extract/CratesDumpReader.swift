import Corpus
import Foundation
import Logging
import Registries
import Storage

/// Reads stored database dumps of crates.io.
struct CratesDumpReader {
  let context: RunContext

  /// The newest dump's rows; nil for other ecosystems and while no dump is stored.
  func newest(_ ecosystem: Ecosystem, asOf: UTCInstant?) async throws -> CratesDump? {
    guard ecosystem == .crates else { return nil }
    // One that cannot be read, as after a broken transfer, gives way to the one before it.
    for snapshot in try await snapshots(asOf: asOf) {
      if let dump = try await dump(snapshot) { return dump }
    }
    return nil
  }

  /// The last rows of crates that the registry deleted: what a takedown erases from its dumps.
  ///
  /// Older dumps are read only while a deleted crate among the sources is not found yet.
  func lastRows(of sources: [PackageSource], asOf: UTCInstant?) async throws
    -> [PackageID: CrateDumpRow]
  {
    var missing = Set(
      sources.filter { $0.package.ecosystem == .crates && $0.isGone && $0.dumpRow == nil }
        .map(\.package))
    var rows: [PackageID: CrateDumpRow] = [:]
    // Nothing deleted is in the newest dump, or its source would have the row.
    for snapshot in try await snapshots(asOf: asOf).dropFirst() where !missing.isEmpty {
      guard let dump = try await dump(snapshot) else { continue }
      for package in missing {
        rows[package] = dump.crates[package.key]?.datedByItself
      }
      missing.subtract(rows.keys)
    }
    return rows
  }

  /// What each stored dump that says something new says of one crate, oldest first; a nil row is a crate it lacks.
  ///
  /// Every stored dump is read: the only witness of who owned a crate when.
  func rows(of package: PackageID, asOf: UTCInstant?) async throws
    -> [(seenAt: UTCInstant, row: CrateDumpRow?)]
  {
    guard package.ecosystem == .crates else { return [] }
    var rows: [(seenAt: UTCInstant, row: CrateDumpRow?)] = []
    for snapshot in try await snapshots(asOf: asOf).reversed() {
      guard let dump = try await dump(snapshot) else { continue }
      let row = dump.crates[package.key]?.datedByItself
      guard let last = rows.last else {
        if let row { rows.append((snapshot.fetchedAt, row)) }
        continue
      }
      if last.row?.digest != row?.digest { rows.append((snapshot.fetchedAt, row)) }
    }
    return rows
  }

  /// One snapshot of each stored dump, newest first.
  private func snapshots(asOf: UTCInstant?) async throws -> [Snapshot] {
    let history = try await context.store.history(
      ecosystem: .crates, subject: CratesFeed.dumpSubject)
    var seen: Set<String> = []
    return history.reversed().filter {
      $0.kind == .databaseDump && $0.outcome != .tombstone
        && $0.fetchedAt <= (asOf ?? context.now) && seen.insert($0.digest).inserted
    }
  }

  /// Nil, with a warning, for one that cannot be read.
  private func dump(_ snapshot: Snapshot) async throws -> CratesDump? {
    // A name of its own: a reader and a night may work side by side.
    let name = "db-dump-\(ProcessInfo.processInfo.processIdentifier)-\(UUID().uuidString).tar.gz"
    let own = context.layout.temporary
    let folder =
      FileManager.default.isWritableFile(atPath: own) ? own : NSTemporaryDirectory()
    let path = "\(folder)/\(name)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try await context.store.copyBody(of: snapshot, to: path)
    do {
      return try CratesDump.read(path: path)
    } catch let error as RegistryError {
      context.log.warning("crates: the dump of \(snapshot.fetchedAt) is set aside: \(error)")
      return nil
    }
  }
}

extension CrateDumpRow {
  /// The row dated by its newest version: a later dump that says the same changes nothing.
  var datedByItself: CrateDumpRow {
    var row = self
    row.snapshotAt = versions.compactMap(\.createdAt).max() ?? UTCInstant(milliseconds: 0)
    return row
  }
}
