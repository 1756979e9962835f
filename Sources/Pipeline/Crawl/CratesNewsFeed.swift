package import Corpus
import Logging
import Registries
import Storage
import Transport

/// What crates.io published in the last hour: what is between two dumps.
///
/// Source: registry protocols, sections 3.5 and 3.7.
package struct CratesNewsFeed {
  let client: CratesClient
  let context: RunContext

  private static func cursor(_ feed: CratesNews) -> String { "crates/rss-\(feed.rawValue)" }

  /// Owes what was published since; returns remarks. The dump is the authority: news that cannot be read are a
  /// remark, no failure.
  ///
  /// - Parameter dumpedAt: what came before this moment is in the dump; nil without a dump.
  func read(dumpedAt: UTCInstant?) async throws -> [String] {
    var remarks: [String] = []
    // New crates first: a name in both feeds is a new one.
    for feed in CratesNews.allCases {
      do {
        remarks += try await read(feed, dumpedAt)
      } catch let error as StorageError {
        throw error
      } catch {
        try Task.checkCancellation()
        remarks.append("the feed of \(feed.rawValue) could not be read: \(error)")
      }
    }
    return remarks
  }

  private func read(_ feed: CratesNews, _ dumpedAt: UTCInstant?) async throws -> [String] {
    let response = try await client.news(feed)
    // A mirror may have the dump and no feeds: then the dump alone tells what changed.
    if [404, 410].contains(response.status) { return [] }
    try Feeds.requireWhole(response, "the feed of \(feed.rawValue)")
    let page = try CratesNewsPage(parsing: response.body)
    let cursor = Self.cursor(feed)
    let last = try await context.store.cursor(cursor).flatMap { UTCInstant(parsing: $0) }
    try await Feeds.keep(response, subject: "rss-\(feed.rawValue)", kind: .rss, .crates, context)
    var step = FeedStep(owed: try await owed(page, after: last, dumpedAt))
    step.revisits = Feeds.revisits(of: step.owed, context)
    if let newest = page.newest, newest > last ?? newest.addingDays(-1) {
      step.cursors[cursor] = newest.iso8601
    }
    try await context.store.commit(step)
    let gap = Self.gap(last: last, dumpedAt: dumpedAt, oldest: page.oldest)
    return gap.map { ["the feed of \(feed.rawValue) \($0)"] } ?? []
  }

  /// What is wrong when a feed no longer reaches back to what was seen before; nil when nothing is.
  package static func gap(
    last: UTCInstant?, dumpedAt: UTCInstant?, oldest: UTCInstant?
  ) -> String? {
    guard let known = [last, dumpedAt].compactMap(\.self).max(), let oldest, oldest > known else {
      return nil
    }
    return "reaches back to \(oldest.iso8601) only, \(known.iso8601) was seen last: what was "
      + "published between them comes with the next dump"
  }

  /// Items that neither an earlier read nor the dump covers, unless their version is stored already.
  private func owed(
    _ page: CratesNewsPage, after last: UTCInstant?, _ dumpedAt: UTCInstant?
  ) async throws -> [OwedItem] {
    let items = page.items.filter { item in
      guard let at = item.publishedAt else { return true }
      return at >= last ?? at && at > dumpedAt ?? at.addingDays(-1)
    }
    let keys = items.map { PackageID(.crates, $0.name).key }
    let newest = try await context.store.newestOfEach(keys, ecosystem: .crates, kind: .indexFile)
    return zip(items, newest).compactMap { item, stored in
      let promise = item.version.map(FeedPromise.containing)
      if let stored, stored.outcome.isThere, promise == nil || stored.version == promise {
        return nil
      }
      return OwedItem(
        ecosystem: .crates, name: item.name, kind: .indexFile, version: promise,
        lane: stored?.outcome.isThere == true ? .newRelease : .newName)
    }
  }
}
