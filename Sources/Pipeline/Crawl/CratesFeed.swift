import Corpus
import Foundation
import JSON
import Logging
import Registries
import Storage
import Transport

/// crates.io's feeds: the database dump, which names every crate, and the news of the last hour.
///
/// Source: registry protocols, section 3.7.
struct CratesFeed {
  let client: CratesClient
  let hasDump: Bool
  let context: RunContext

  static let dumpSubject = "db-dump"
  private static let feed = "crates/db-dump"
  private static let checkedAt = "crates/db-dump-at"

  func refresh(isQuick: Bool) async throws -> [String] {
    guard hasDump else {
      try await readConfig()
      return []
    }
    var remarks: [String] = []
    let hours = context.settings.dumpCheckHours
    let isDue =
      try await isQuick
      ? Feeds.isDue(Self.checkedAt, everyDays: hours / 24, context) : true
    if isDue {
      try await readConfig()
      remarks += try await readDump()
      try await context.store.commitPage(
        feed: Self.checkedAt, cursor: context.now.iso8601, owed: [])
    }
    let dumpedAt = try await context.store.cursor(Self.feed).flatMap { UTCInstant(parsing: $0) }
    remarks += try await CratesNewsFeed(client: client, context: context).read(dumpedAt: dumpedAt)
    return remarks
  }

  private func readConfig() async throws {
    let config = try await client.config()
    try Feeds.requireWhole(config, "the sparse index's config.json")
    try await Feeds.keep(config, subject: "config.json", kind: .indexConfig, .crates, context)
  }

  private func readDump() async throws -> [String] {
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
      try await keep(response, version: settled?.version, path: nil)
      return staleness(cursor.flatMap { UTCInstant(parsing: $0) })
    }
    try Feeds.requireWhole(response, "the database dump")
    // Read before it is stored: one that arrived broken would otherwise stay the newest for a day.
    let dump = try CratesDump.read(path: path)
    var remarks = dump.remarks.map { "the dump: \($0)" }
    if let cursor = cursor.flatMap({ UTCInstant(parsing: $0) }), dump.timestamp < cursor {
      return remarks + [
        "the dump of \(dump.timestamp.iso8601) is older than the one of \(cursor.iso8601): ignored"
      ]
    }
    try await keep(response, version: dump.timestamp.iso8601, path: path)
    try await owe(changedIn: dump, isFirst: cursor == nil)
    remarks += staleness(dump.timestamp)
    return remarks
  }

  /// A remark when the newest dump, by its own date, is older than it should be.
  private func staleness(_ timestamp: UTCInstant?) -> [String] {
    guard let timestamp else { return [] }
    let hours = context.now.days(since: timestamp) * 24
    guard hours > context.settings.staleDumpHours else { return [] }
    return ["the newest dump is of \(timestamp.iso8601), \(Int(hours)) hours ago"]
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

  private func owe(changedIn dump: CratesDump, isFirst: Bool) async throws {
    let known = try await KnownDocuments(.crates, in: context.store)
    let live = known.liveSubjects(.indexFile)
    let seen = Set(live)
    var step = FeedStep(cursors: [Self.feed: dump.timestamp.iso8601])
    for key in dump.crates.keys.sorted() {
      let row = dump.crates[key]!
      let version = row.revision
      guard known.version(of: key, .indexFile) != version else { continue }
      let lane: OwedLane = isFirst ? .backlog : seen.contains(key) ? .newRelease : .newName
      step.owed.append(
        OwedItem(
          ecosystem: .crates, name: row.name, kind: .indexFile, version: version, lane: lane))
    }
    let deleted = live.filter { dump.crates[$0] == nil }
    if !deleted.isEmpty {
      context.log.info("crates: \(deleted.count) were deleted since the last dump")
    }
    for key in deleted {
      if let words = dump.deleted[key]?.message {
        context.log.debug("crates: \(key) was deleted: \(words)")
      }
      let name: String
      if let published = dump.deleted[key]?.name {
        name = published
      } else {
        name = try await publishedSpelling(of: key)
      }
      step.owed.append(
        OwedItem(ecosystem: .crates, name: name, kind: .indexFile, version: Absence.gone))
    }
    step.revisits = Feeds.revisits(of: step.owed, context)
    try await context.store.commit(step)
  }

  /// The name as the stored index file has it: its path does not unify `-` and `_` as the key does.
  private func publishedSpelling(of key: String) async throws -> String {
    let newest = try await context.store.newest(
      ecosystem: .crates, kind: .indexFile, subject: key)
    guard let newest else { return key }
    var name: String?
    JSONLines.forEachLine(of: try await context.store.body(of: newest)) { _, line in
      guard name == nil else { return }
      name = try? JSONParser().parse(Array(line)) { root, _ in root["name"]?.string }
    }
    return name.map { PackageID(.crates, $0).key == key ? $0 : key } ?? key
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
