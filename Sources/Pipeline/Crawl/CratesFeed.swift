import Corpus
import Foundation
import JSON
import Logging
import Registries
import Storage
import Transport

/// crates.io's database dump, compared with what is stored: it names every crate.
///
/// Source: registry protocols, section 3.7.
struct CratesFeed {
  let client: CratesClient
  let hasDump: Bool
  let context: RunContext

  static let dumpSubject = "db-dump"
  private static let feed = "crates/db-dump"

  func refresh() async throws {
    let config = try await client.config()
    try Feeds.requireWhole(config, "the sparse index's config.json")
    try await Feeds.keep(config, subject: "config.json", kind: .indexConfig, .crates, context)
    guard hasDump else { return }
    let path = "\(context.layout.temporary)/db-dump.tar.gz"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let newest = try await context.store.newest(
      ecosystem: .crates, kind: .databaseDump, subject: Self.dumpSubject)
    // Only a dump whose names were owed may be answered with "not modified".
    let cursor = try await context.store.cursor(Self.feed)
    let settled = newest.flatMap { $0.version == cursor ? $0 : nil }
    let validators = settled.map { Validators(etag: $0.etag, lastModified: $0.lastModified) }
    let response = try await client.dump(to: path, validators: validators)
    if response.status == 304 {
      return try await keep(response, version: settled?.version, path: nil)
    }
    try Feeds.requireWhole(response, "the database dump")
    // Read before it is stored: one that arrived broken would otherwise stay the newest for a day.
    let dump = try CratesDump.read(path: path)
    for remark in dump.remarks { context.log.warning("crates: the dump: \(remark)") }
    try await keep(response, version: dump.timestamp.iso8601, path: path)
    try await owe(changedIn: dump)
  }

  private func keep(_ response: HTTPResponse, version: String?, path: String?) async throws {
    let capture = Capture(
      ecosystem: .crates, subject: Self.dumpSubject, kind: .databaseDump, url: response.url,
      status: response.status, headers: response.headers, body: [], fetchedAt: context.now,
      version: version)
    if let path {
      _ = try await context.store.appendFile(capture, bodyPath: path, settling: nil)
    } else {
      _ = try await context.store.append(capture, settling: nil)
    }
  }

  private func owe(changedIn dump: CratesDump) async throws {
    let known = try await KnownDocuments(.crates, in: context.store)
    var owed: [OwedItem] = []
    for key in dump.crates.keys.sorted() {
      let row = dump.crates[key]!
      let version = row.revision
      guard known.version(of: key, .indexFile) != version else { continue }
      owed.append(
        OwedItem(ecosystem: .crates, name: row.name, kind: .indexFile, version: version))
    }
    for key in known.liveSubjects(.indexFile) where dump.crates[key] == nil {
      owed.append(OwedItem(ecosystem: .crates, name: key, kind: .indexFile, version: nil))
    }
    try await context.store.commitPage(
      feed: Self.feed, cursor: dump.timestamp.iso8601, owed: owed)
  }
}

extension CrateDumpRow {
  /// Changes whenever a version is published, yanked or deleted: what tells that the index file changed.
  var revision: String {
    let newest = versions.compactMap(\.createdAt).max()
    return "\(versions.count)-\(versions.count(where: \.isYanked))-\(newest?.milliseconds ?? 0)"
  }

  /// Digest of everything the row says, apart from when the dump was made.
  var digest: String {
    let hasher = Digest()
    hasher.update(
      "\(id)\u{1F}\(name)\u{1F}\(createdAt?.milliseconds ?? 0)\u{1F}\(description ?? "-")"
        + "\u{1F}\(homepage ?? "-")\u{1F}\(documentation ?? "-")\u{1F}\(repository ?? "-")"
        + "\u{1F}\(readmeCharacters ?? -1)\u{1F}\(keywordCount ?? -1)\u{1F}\(categoryCount ?? -1)"
        + "\u{1F}\(downloads ?? -1)\u{1F}\(owners?.joined(separator: "\u{1E}") ?? "-")"
        + "\u{1F}\(defaultVersion ?? "-")")
    for version in versions {
      hasher.update(
        "\u{1D}\(version.number)\u{1F}\(version.createdAt?.milliseconds ?? 0)"
          + "\u{1F}\(version.licence ?? "-")\u{1F}\(version.isYanked)\u{1F}\(version.publisher ?? "-")"
          + "\u{1F}\(version.sizeBytes ?? -1)")
    }
    return String(hasher.hexadecimal().prefix(32))
  }
}
