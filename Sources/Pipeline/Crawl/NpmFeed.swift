import Corpus
import JSON
import Logging
import Registries
import Storage
import Transport

/// npm's change feed, or all ids with revisions when there is no usable cursor.
///
/// Source: registry protocols, sections 2.2 and 2.6.
struct NpmFeed {
  let client: NpmClient
  let context: RunContext

  private static let feed = "npm/changes"
  private static let pageRows = 10_000

  func refresh() async throws {
    let parser = JSONParser()
    let response = try await client.status()
    try Feeds.requireWhole(response, "npm's feed status")
    let status = try NpmFeedStatus(parsing: response.body, parser: parser)
    let cursor = try await context.store.cursor(Self.feed).flatMap { Int64($0) }
    if let cursor, status.updateSequence >= cursor {
      try await follow(from: cursor, parser)
    } else {
      if let cursor {
        context.log.warning(
          "npm: the sequence fell from \(cursor) to \(status.updateSequence): comparing all ids")
      }
      try await compareAll(thenFollow: status.updateSequence, parser)
    }
  }

  private func follow(from start: Int64, _ parser: JSONParser) async throws {
    let known = try await KnownDocuments(.npm, in: context.store)
    var cursor = start
    while true {
      let response = try await client.changes(since: cursor, limit: Self.pageRows)
      try Feeds.requireWhole(response, "npm's change feed")
      let page = try NpmChangesPage(parsing: response.body, parser: parser)
      if page.rowCount == 0 { return }
      try await Feeds.keep(response, subject: "changes", kind: .changes, .npm, context)
      let owed = page.rows.filter {
        $0.isDeleted || known.version(of: $0.name, .packument) != $0.revision
      }.map {
        OwedItem(
          ecosystem: .npm, name: $0.name, kind: .packument,
          version: $0.isDeleted ? nil : $0.revision)
      }
      cursor = page.lastSequence
      try await context.store.commitPage(feed: Self.feed, cursor: String(cursor), owed: owed)
      if page.rowCount < Self.pageRows { return }
      try Task.checkCancellation()
    }
  }

  /// The first night and the way back after a sequence reset: every id whose revision is not stored is owed.
  private func compareAll(thenFollow sequence: Int64, _ parser: JSONParser) async throws {
    let known = try await KnownDocuments(.npm, in: context.store)
    var owed: [OwedItem] = []
    var listed: Set<PackageID> = []
    var start: String?
    while true {
      let response = try await client.allDocs(startKey: start, limit: Self.pageRows)
      try Feeds.requireWhole(response, "npm's id list")
      try await Feeds.keep(response, subject: "all-docs", kind: .allDocs, .npm, context)
      let page = try NpmAllDocsPage(parsing: response.body, parser: parser)
      listed.formUnion(page.rows.map { PackageID(.npm, $0.name) })
      for row in page.rows
      where row.name != start && known.version(of: row.name, .packument) != row.revision {
        owed.append(
          OwedItem(ecosystem: .npm, name: row.name, kind: .packument, version: row.revision))
      }
      guard let last = page.rows.last?.name, last != start, page.rows.count > 1 else { break }
      start = last
      try Task.checkCancellation()
    }
    // A name that left the list was taken down meanwhile: the registry says how.
    for name in known.liveSubjects(.packument) where !listed.contains(PackageID(.npm, name)) {
      owed.append(OwedItem(ecosystem: .npm, name: name, kind: .packument, version: nil))
    }
    try await context.store.commitPage(feed: Self.feed, cursor: String(sequence), owed: owed)
  }
}
