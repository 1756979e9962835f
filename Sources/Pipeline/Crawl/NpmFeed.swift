import Corpus
import JSON
import Logging
import Registries
import Storage
import Transport

/// npm's change feed, and now and then the comparison of all ids.
///
/// Source: registry protocols, sections 2.2 and 2.6.
package struct NpmFeed {
  let client: NpmClient
  let context: RunContext

  static let feed = "npm/changes"
  static let pageRows = 10_000

  /// Whether full pages in a row that end this far behind the feed mean that it was numbered anew.
  package static func isRenumbered(fullPages: Int, lag: Int64) -> Bool {
    fullPages >= 10 && lag > 20_000_000
  }

  func refresh() async throws -> [String] {
    let response = try await client.status()
    try Feeds.requireWhole(response, "npm's feed status")
    let status = try NpmFeedStatus(parsing: response.body, parser: JSONParser())
    let comparison = NpmComparison(client: client, context: context)
    var remarks: [String] = []
    let cursor = try await context.store.cursor(Self.feed).flatMap { Int64($0) }
    if let cursor, status.updateSequence >= cursor {
      if try await follow(from: cursor, to: status.updateSequence) {
        remarks.append("the feed's numbers jumped ahead of \(cursor): all ids are compared")
        try await comparison.begin(thenFollow: status.updateSequence)
      }
    } else {
      if let cursor {
        remarks.append(
          "the sequence fell from \(cursor) to \(status.updateSequence): all ids are compared")
      }
      try await comparison.begin(thenFollow: status.updateSequence)
    }
    try await comparison.goOnIfDue()
    return remarks
  }

  /// Reads all changes after a cursor; true when the feed seems to have been numbered anew.
  private func follow(from start: Int64, to newest: Int64) async throws -> Bool {
    var cursor = start
    var fullPages = 0
    while true {
      let response = try await client.changes(since: cursor, limit: Self.pageRows)
      try Feeds.requireWhole(response, "npm's change feed")
      let page = try NpmChangesPage(parsing: response.body, parser: JSONParser())
      if page.rowCount == 0 { return false }
      guard page.lastSequence > cursor else {
        throw PipelineError(
          .registry, "npm's change feed does not get past \(cursor); it is read again next time")
      }
      try await Feeds.keep(response, subject: "changes", kind: .changes, .npm, context)
      cursor = page.lastSequence
      var step = FeedStep(cursors: [Self.feed: String(cursor)], owed: try await owed(page))
      step.revisits = Feeds.revisits(of: step.owed, context)
      try await context.store.commit(step)
      if page.rowCount < Self.pageRows { return false }
      fullPages += 1
      if Self.isRenumbered(fullPages: fullPages, lag: newest - cursor) { return true }
      try Task.checkCancellation()
    }
  }

  private func owed(_ page: NpmChangesPage) async throws -> [OwedItem] {
    let newest = try await context.store.newestOfEach(
      page.rows.map(\.name), ecosystem: .npm, kind: .packument)
    return zip(page.rows, newest).compactMap { row, stored in
      if row.isDeleted {
        return OwedItem(ecosystem: .npm, name: row.name, kind: .packument, version: Absence.gone)
      }
      if let stored, stored.version == row.revision { return nil }
      return OwedItem(
        ecosystem: .npm, name: row.name, kind: .packument, version: row.revision,
        lane: stored?.outcome.isThere == true ? .newRelease : .newName)
    }
  }
}

extension SnapshotOutcome {
  /// Whether the document was there when it was asked for.
  var isThere: Bool { self != .tombstone }
}
