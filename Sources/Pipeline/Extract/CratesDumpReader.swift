import Corpus
import Foundation
import Logging
import Registries
import Storage

/// Reads the newest stored database dump of crates.io.
struct CratesDumpReader {
  let context: RunContext

  /// The dump's rows; nil for other ecosystems and while no dump is stored.
  func newest(_ ecosystem: Ecosystem, asOf: UTCInstant?) async throws -> CratesDump? {
    guard ecosystem == .crates else { return nil }
    let history = try await context.store.history(
      ecosystem: .crates, subject: CratesFeed.dumpSubject)
    let usable = history.filter {
      $0.kind == .databaseDump && $0.outcome != .tombstone && $0.fetchedAt <= (asOf ?? context.now)
    }
    // One that cannot be read, as after a broken transfer, gives way to the one before it.
    for snapshot in usable.sorted(by: { $0.fetchedAt > $1.fetchedAt }) {
      do { return try await dump(snapshot) } catch let error as RegistryError {
        context.log.warning("crates: the dump of \(snapshot.fetchedAt) is set aside: \(error)")
      }
    }
    return nil
  }

  private func dump(_ snapshot: Snapshot) async throws -> CratesDump {
    // A name of its own: a reader and a night may work side by side.
    let name = "db-dump-\(ProcessInfo.processInfo.processIdentifier)-\(UUID().uuidString).tar.gz"
    let own = context.layout.temporary
    let folder =
      FileManager.default.isWritableFile(atPath: own) ? own : NSTemporaryDirectory()
    let path = "\(folder)/\(name)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try await context.store.copyBody(of: snapshot, to: path)
    return try CratesDump.read(path: path)
  }
}
