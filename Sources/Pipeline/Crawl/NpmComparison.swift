import Corpus
import JSON
import Registries
import Storage
import Transport

/// All npm ids with their revisions, compared page by page with what is stored.
///
/// The first night and the way back after the feed was numbered anew; else once a week, for what the feed missed.
/// Every page is committed with the place to go on from: an interruption costs one page. No more
/// than a page is in memory, the names seen so far are in the catalog.
/// Source: registry protocols, sections 2.2 and 2.6.
package struct NpmComparison {
  let client: NpmClient
  let context: RunContext

  /// The id to go on from, empty for the first page; absent while no comparison is under way.
  private static let place = "npm/all-docs"
  private static let doneAt = "npm/all-docs-at"

  /// Starts anew; changes are followed from a sequence number that was read before.
  func begin(thenFollow sequence: Int64?) async throws {
    var step = FeedStep(cursors: [Self.place: ""])
    if let sequence { step.cursors[NpmFeed.feed] = String(sequence) }
    step.listing = .npm
    step.forgetsListed = true
    try await context.store.commit(step)
  }

  /// Goes on with a comparison under way, or starts one when the last is too long ago.
  func goOnIfDue() async throws {
    if try await context.store.cursor(Self.place) == nil {
      let days = context.settings.npmCompareDays
      guard try await Feeds.isDue(Self.doneAt, everyDays: days, context) else { return }
      try await begin(thenFollow: nil)
    }
    // Names of a first comparison are no news: nothing was known of any.
    let isFirst = try await context.store.cursor(Self.doneAt) == nil
    while let start = try await context.store.cursor(Self.place) {
      let response = try await client.allDocs(
        startKey: start.isEmpty ? nil : start, limit: NpmFeed.pageRows)
      try Feeds.requireWhole(response, "npm's id list")
      let page = try NpmAllDocsPage(parsing: response.body, parser: JSONParser())
      try await Feeds.keep(response, subject: "all-docs", kind: .allDocs, .npm, context)
      try await compare(page, after: start, isFirst: isFirst)
      try Task.checkCancellation()
    }
  }

  /// The last page repeats its start key and nothing else: what no page had has left the list.
  private func compare(_ page: NpmAllDocsPage, after start: String, isFirst: Bool) async throws {
    guard let last = page.lastName, last != start else {
      return try await end()
    }
    var step = FeedStep(cursors: [Self.place: last])
    step.listing = .npm
    step.listed = page.rows.map(\.name)
    let newest = try await context.store.newestOfEach(
      step.listed, ecosystem: .npm, kind: .packument)
    step.owed = zip(page.rows, newest).compactMap { row, stored in
      if row.name == start || stored?.version == row.revision { return nil }
      let isKnown = stored?.outcome.isThere == true
      let lane: OwedLane = isFirst ? .backlog : isKnown ? .change : .newName
      return OwedItem(
        ecosystem: .npm, name: row.name, kind: .packument, version: row.revision, lane: lane)
    }
    step.revisits = Feeds.revisits(of: step.owed, context)
    try await context.store.commit(step)
  }

  /// Why a list that misses so many known ids is not believed; nil when it is.
  ///
  /// Mass takedowns are normal (registry protocols, section 2.9): below one in twenty nothing is alarming.
  package static func refusal(listed: Int, missing: Int) -> String? {
    guard listed + missing >= 10_000, Double(missing) > 0.05 * Double(listed + missing) else {
      return nil
    }
    return
      "the list of ids has \(listed) names and misses \(missing) known ones: taken for cut off, "
      + "nothing is concluded from it"
  }

  private func end() async throws {
    let missing = try await context.store.unlisted(.npm, kind: .packument)
    let listed = try await context.store.listedCount(.npm)
    if let loss = Self.refusal(listed: listed, missing: missing.count) {
      // Tried again in a day.
      let retry = context.now.addingDays(1 - context.settings.npmCompareDays)
      try await context.store.commit(
        FeedStep(cursors: [Self.place: nil, Self.doneAt: retry.iso8601]))
      throw PipelineError(.registry, loss)
    }
    var step = FeedStep(cursors: [Self.place: nil, Self.doneAt: context.now.iso8601])
    step.owed = missing.map {
      OwedItem(ecosystem: .npm, name: $0, kind: .packument, version: Absence.gone)
    }
    step.listing = .npm
    step.forgetsListed = true
    try await context.store.commit(step)
  }
}
