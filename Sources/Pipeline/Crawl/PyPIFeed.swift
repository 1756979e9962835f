import Corpus
import JSON
import Logging
import Registries
import Storage
import Transport

/// PyPI's list of projects with serials, compared with what is stored.
///
/// Source: registry protocols, section 1.6 (list diff).
struct PyPIFeed {
  let client: PyPIClient
  let context: RunContext

  private static let feed = "pypi/simple-index"
  /// Below this many known names one takedown of a campaign is a large share, so nothing is concluded.
  private static let minimumKnownNames = 10_000

  func refresh() async throws {
    let response = try await client.index()
    try Feeds.requireWhole(response, "the project list")
    try await Feeds.keep(response, subject: "simple-index", kind: .simpleIndex, .pypi, context)
    let page = try PyPIIndexPage(parsing: response.body, parser: JSONParser())
    if let cursor = try await context.store.cursor(Self.feed).flatMap({ Int64($0) }),
      page.serial < cursor
    {
      context.log.warning("pypi: the list's serial \(page.serial) is older than \(cursor): ignored")
      return
    }
    let known = try await KnownDocuments(.pypi, in: context.store)
    let listed = Set(page.projects.map { PackageID(.pypi, $0.name).key })
    let live = known.liveSubjects(.simpleDetail)
    let missing = live.filter { !listed.contains($0) }
    try refuseCutOffList(listed: listed.count, known: live.count)
    let owed =
      page.projects.flatMap { project in
        Feeds.kinds(of: .pypi).flatMap { changed(project.name, project.serial, $0, known) }
      } + missing.flatMap(whereabouts)
    try await context.store.commitPage(feed: Self.feed, cursor: String(page.serial), owed: owed)
  }

  private func changed(
    _ name: String, _ serial: Int64, _ kind: DocumentKind, _ known: KnownDocuments
  ) -> [OwedItem] {
    let key = PackageID(.pypi, name).key
    if let stored = known.version(of: key, kind).flatMap(FeedPromise.order), stored >= serial {
      return []
    }
    return [OwedItem(ecosystem: .pypi, name: name, kind: kind, version: String(serial))]
  }

  /// A name that left the list: its status page tells whether it is quarantined or deleted.
  private func whereabouts(_ name: String) -> [OwedItem] {
    Feeds.kinds(of: .pypi).map {
      OwedItem(ecosystem: .pypi, name: name, kind: $0, version: nil)
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
