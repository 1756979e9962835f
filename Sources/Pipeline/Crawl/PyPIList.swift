import Corpus
import JSON
import Registries
import Storage
import Transport

/// PyPI's list of projects with serials, compared with what is stored.
///
/// Source: registry protocols, section 1.6 (list diff).
struct PyPIList {
  let client: PyPIClient
  let context: RunContext

  static let feed = "pypi/simple-index"
  /// Below this many known names one takedown of a campaign is a large share, so nothing is concluded.
  private static let minimumKnownNames = 10_000

  /// Owes what the list says has changed and what it no longer names; returns remarks.
  ///
  /// - Throws: `PipelineError` when the list cannot be read or has lost too many names.
  func compare() async throws -> [String] {
    let response = try await client.index()
    try Feeds.requireWhole(response, "the project list")
    try await Feeds.keep(response, subject: "simple-index", kind: .simpleIndex, .pypi, context)
    let page = try PyPIIndexPage(parsing: response.body, parser: JSONParser())
    let cursor = try await context.store.cursor(Self.feed).flatMap { Int64($0) }
    if let cursor, page.serial < cursor {
      return ["the list's serial \(page.serial) is older than \(cursor): it was ignored"]
    }
    let known = try await KnownDocuments(.pypi, in: context.store)
    let live = Set(known.liveSubjects(.simpleDetail))
    var step = FeedStep(cursors: [Self.feed: String(page.serial)])
    step.owed =
      page.projects.flatMap { project in
        let key = PackageID(.pypi, project.name).key
        // A name that was taken down and is back is a new one.
        let lane: OwedLane =
          cursor == nil ? .backlog : live.contains(key) ? .newRelease : .newName
        return Feeds.kinds(of: .pypi).flatMap { changed(key, project.serial, $0, lane, known) }
      } + (try missing(from: page, known))
    step.revisits = Feeds.revisits(of: step.owed, context)
    let cycle = SlowCycle(nights: context.settings.slowCycleNights, today: context.now.epochDay)
    let slices = cycle.slices(after: try await context.store.cursor(SlowCycle.feed))
    step.rechecks = Feeds.kinds(of: .pypi).flatMap { cycle.items(slices, of: $0, known) }
    step.cursors[SlowCycle.feed] = String(context.now.epochDay)
    try await context.store.commit(step)
    return []
  }

  private func changed(
    _ key: String, _ serial: Int64, _ kind: DocumentKind, _ lane: OwedLane, _ known: KnownDocuments
  ) -> [OwedItem] {
    if let stored = known.version(of: key, kind).flatMap(FeedPromise.order), stored >= serial {
      return []
    }
    return [
      OwedItem(ecosystem: .pypi, name: key, kind: kind, version: String(serial), lane: lane)
    ]
  }

  /// Names that left the list: the status page tells whether they are quarantined, deleted, or a race.
  private func missing(from page: PyPIIndexPage, _ known: KnownDocuments) throws -> [OwedItem] {
    let listed = Set(page.projects.map { PackageID(.pypi, $0.name).key })
    let live = known.liveSubjects(.simpleDetail)
    try refuseCutOffList(listed: listed.count, known: live.count)
    return live.filter { !listed.contains($0) }.flatMap { key in
      Feeds.kinds(of: .pypi).map {
        OwedItem(ecosystem: .pypi, name: key, kind: $0, version: Absence.gone)
      }
    }
  }

  private func refuseCutOffList(listed: Int, known: Int) throws {
    let limit = context.settings.maximumLostListShare
    guard known >= Self.minimumKnownNames, Double(listed) < (1 - limit) * Double(known) else {
      return
    }
    throw PipelineError(
      .registry,
      "the project list has \(listed) names, \(known) are known: taken for cut off, nothing is concluded from it"
    )
  }
}
