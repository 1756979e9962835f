import Corpus
import Foundation
import Pipeline
import RegistrySimulator
import Storage
import Testing

/// What single feeds do from one round to the next.
@Suite struct FeedRoundTests {
  private static func after(_ night: Int, minutes: Int) -> UTCInstant {
    UTCInstant(milliseconds: UTCInstant.night(night).milliseconds + Int64(minutes) * 60_000)
  }

  private func options(_ ecosystem: Ecosystem, isQuick: Bool = true) -> CrawlOptions {
    var options = CrawlOptions()
    options.ecosystems = [ecosystem]
    options.isQuick = isQuick
    return options
  }

  private func crawl(
    _ corpus: TestCorpus, _ registries: TestRegistries, _ now: UTCInstant, _ options: CrawlOptions,
    _ change: (inout Settings) -> Void = { _ in }
  ) async throws -> CrawlCounts {
    var settings = registries.settings
    change(&settings)
    let counts = try await corpus.open(now, settings) {
      try await CrawlStage.run(options, in: $0)
    }
    return try #require(counts[options.ecosystems[0]])
  }

  // MARK: PyPI

  @Test("The journal keeps who joined whom, verbatim, and comes back after the catalog is rebuilt")
  func journal() async throws {
    try await TestRegistries.with(packages: 80) { registries in
      let corpus = try TestCorpus()
      let (list, round) = (options(.pypi, isQuick: false), options(.pypi))
      _ = try await crawl(corpus, registries, .night(0), list) { $0.pypiChangelog = true }
      try registries.server.advance(toDay: 8)
      let counts = try await crawl(corpus, registries, .night(0, hours: 1), round) {
        $0.pypiChangelog = true
      }
      #expect(counts.feedRemarks == nil && counts.owed == 0 && counts.fetched > 10)
      let world = try #require(registries.server.world)
      func entries() async throws -> [[JournalEntry]] {
        try await corpus.open(.night(9), mode: .read) { context in
          var entries: [[JournalEntry]] = []
          for package in world.packages(.pypi) {
            entries.append(try await context.store.journal(of: package.key))
          }
          return entries
        }
      }
      let before = try await entries()
      #expect(before.joined().contains { $0.action.hasPrefix("add Owner ") })
      #expect(before.joined().contains { $0.action == "remove project" && $0.version == nil })
      #expect(before.joined().contains { $0.action == "new release" && $0.version != nil })
      _ = try CorpusStore.rebuildCatalog(path: corpus.path)
      _ = try await crawl(corpus, registries, .night(0, hours: 2), list) {
        $0.pypiChangelog = true
      }
      #expect(try await entries() == before)
    }
  }

  @Test("With the journal a round in which nothing happened owes nothing")
  func journalRound() async throws {
    try await TestRegistries.with(packages: 80) { registries in
      let corpus = try TestCorpus()
      _ = try await crawl(corpus, registries, .night(3), options(.pypi, isQuick: false)) {
        $0.pypiChangelog = true
      }
      let quiet = try await crawl(corpus, registries, Self.after(3, minutes: 5), options(.pypi)) {
        $0.pypiChangelog = true
      }
      #expect(quiet.expected == 0 && quiet.feedRemarks == nil)
    }
  }

  @Test("A journal that asks for patience gets it, and the list does the work meanwhile")
  func throttled() async throws {
    try await TestRegistries.with(packages: 20, journalCalls: 0) { registries in
      let corpus = try TestCorpus()
      let first = try await crawl(corpus, registries, .night(0), options(.pypi)) {
        $0.pypiChangelog = true
      }
      #expect(first.feedRemarks == ["the journal asked for patience until 2026-01-01T02:01:00Z"])
      #expect(first.feedFailure == nil && first.owed == 0 && first.fetched >= 40)
      let soon = UTCInstant(milliseconds: UTCInstant.night(0).milliseconds + 30_000)
      let second = try await crawl(corpus, registries, soon, options(.pypi)) {
        $0.pypiChangelog = true
      }
      // A call before the minute is over would have been throttled anew, until half a minute later.
      #expect(second.feedRemarks == first.feedRemarks && second.expected == 0)
    }
  }

  @Test("Names that left the list are quarantined or deleted at once: list and answer agree")
  func missing() async throws {
    try await TestRegistries.with(packages: 60) { registries in
      let corpus = try TestCorpus()
      for day in 0...1 {
        try registries.server.advance(toDay: day)
        _ = try await crawl(corpus, registries, .night(day), options(.pypi, isQuick: false))
      }
      _ = try await corpus.open(.night(1)) { try await ExtractStage.run([.pypi], in: $0) }
      let world = try #require(registries.server.world)
      let facts = Dictionary(
        uniqueKeysWithValues: try corpus.facts(.pypi).map { ($0.package, $0.status) })
      var seen: Set<PackageStatus> = []
      for package in world.packages(.pypi) {
        guard let status = facts[PackageID(.pypi, package.name)] else { continue }
        seen.insert(status)
        switch world.presence(of: package) {
        case .quarantined: #expect(status == .quarantined, "\(package.name)")
        case .gone: #expect(status == .deleted, "\(package.name)")
        default: #expect(status == .active || status == .archived, "\(package.name)")
        }
      }
      #expect(seen.isSuperset(of: [.active, .quarantined]))
    }
  }

  @Test(
    "An archived project leaves no trace in any feed: the slow cycle finds it",
    arguments: [(nights: 0, found: false), (nights: 1, found: true)])
  func slowCycle(nights: Int, found: Bool) async throws {
    try await TestRegistries.with(packages: 250, archivesSilently: true) { registries in
      let corpus = try TestCorpus()
      for day in [0, 9] {
        try registries.server.advance(toDay: day)
        _ = try await crawl(corpus, registries, .night(day), options(.pypi, isQuick: false)) {
          $0.slowCycleNights = nights
        }
      }
      let world = try #require(registries.server.world)
      let stored = try await corpus.documents(.night(9))
      var served: Set<StoredDocument> = []
      for package in world.packages(.pypi) where world.presence(of: package) == .active {
        let body = try #require(world.document(.simpleDetail, package))
        guard String(decoding: body, as: UTF8.self).contains("\"archived\"") else { continue }
        served.insert(
          StoredDocument(
            package: PackageID(.pypi, package.name), kind: .simpleDetail, body: body))
      }
      #expect(served.count > 2)
      #expect(served.isSubset(of: stored) == found)
    }
  }

  // MARK: npm

  @Test("A comparison of all ids that was interrupted goes on where it was, and only there")
  func resume() async throws {
    try await TestRegistries.with(packages: 60) { registries in
      let corpus = try TestCorpus()
      let world = try #require(registries.server.world)
      let names = world.packages(.npm).map(\.name).sorted {
        $0.utf8.lexicographicallyPrecedes($1.utf8)
      }
      let half = names.count / 2
      try await corpus.open(.night(0)) { context in
        var step = FeedStep(cursors: ["npm/all-docs": names[half - 1], "npm/changes": "126000000"])
        (step.listing, step.listed) = (.npm, Array(names[..<half]))
        // A document of the first half that the rest of the list does not name is not missing.
        try await context.store.commit(step)
      }
      try await corpus.open(.night(0), registries.settings) { context in
        // The feed itself has nothing new from here on.
        let newest = world.packages(.npm).map(\.serial).max() ?? 0
        try await context.store.commitPage(feed: "npm/changes", cursor: "\(newest)", owed: [])
        let counts = try await CrawlStage.run(self.options(.npm), in: context)[.npm]
        #expect(counts?.expected == names.count - half)
        #expect(counts?.fetched == names.count - half && counts?.owed == 0)
        #expect(try await context.store.cursor("npm/all-docs") == nil)
      }
    }
  }

  @Test("A sequence that fell has every id compared, and the feed followed from its new end")
  func sequenceReset() async throws {
    try await TestRegistries.with(packages: 30) { registries in
      let corpus = try TestCorpus()
      _ = try await crawl(corpus, registries, .night(0), options(.npm))
      try await corpus.open(.night(0)) {
        try await $0.store.commitPage(feed: "npm/changes", cursor: "999999999999", owed: [])
      }
      try registries.server.advance(toDay: 1)
      let counts = try await crawl(corpus, registries, .night(1), options(.npm))
      #expect(counts.feedRemarks?.first?.hasPrefix("the sequence fell from 999999999999") == true)
      #expect(counts.owed == 0 && counts.fetched > 0)
      let world = try #require(registries.server.world)
      let newest = world.packages(.npm).map(\.serial).max()
      let cursor = try await corpus.open(.night(1), mode: .read) {
        try await $0.store.cursor("npm/changes")
      }
      #expect(cursor == newest.map(String.init))
      let versions = try await corpus.open(.night(1), mode: .read) {
        try await $0.store.knownVersions(.npm)
      }
      for package in world.packages(.npm) {
        #expect(versions[package.name] == world.version(of: package), "\(package.name)")
      }
    }
  }

  @Test(
    "Ten full pages and more than twenty million behind: the feed was numbered anew",
    arguments: [
      (9, 90_000_000, false), (10, 20_000_000, false), (10, 20_000_001, true),
      (400, 19_000_000, false),
    ] as [(Int, Int64, Bool)])
  func renumbered(pages: Int, lag: Int64, expected: Bool) {
    #expect(NpmFeed.isRenumbered(fullPages: pages, lag: lag) == expected)
  }

  @Test(
    "A list of ids that misses one in twenty of the known ones is taken for cut off",
    arguments: [
      (9000, 999, false), (9500, 500, false), (9499, 501, true), (0, 10_000, true), (10, 0, false),
    ])
  func cutOffIDs(listed: Int, missing: Int, isRefused: Bool) {
    #expect((NpmComparison.refusal(listed: listed, missing: missing) != nil) == isRefused)
  }

  @Test("A listed id that answers 404 is asked again after a minute, an hour, a day and a week")
  func listedButMissing() async throws {
    try await TestRegistries.with(packages: 20) { registries in
      let corpus = try TestCorpus()
      _ = try await crawl(corpus, registries, .night(0), options(.npm))
      let ghost = OwedItem(ecosystem: .npm, name: "ghost", kind: .packument, version: "3-x")
      var answers: [Int] = []
      for minute in [0, 1, 2, 60, 120, 1440, 3000, 10_080, 20_000] {
        let now = Self.after(0, minutes: minute)
        // The list of ids names it each time.
        try await corpus.open(now) { try await $0.store.commit(FeedStep(owed: [ghost])) }
        let owed = try await corpus.open(now) { try await $0.store.owedCount(.npm) }
        let counts = try await crawl(corpus, registries, now, options(.npm))
        #expect(counts.owed == 0)
        if counts.vanished > 0 { answers.append(minute) }
        _ = owed
        guard minute == 10_080 else { continue }
        let last = try await corpus.open(now) {
          try await $0.store.newestAny(ecosystem: .npm, kind: .packument, subject: "ghost")
        }
        #expect(last?.version == "3-x")
      }
      // After the week the tombstone carries the promise, and a feed that repeats it owes nothing.
      #expect(answers.prefix(5) == [0, 1, 60, 1440, 10_080])
    }
  }

  @Test("One 404 leaves a package's facts as they were; a second one or the feed's word does not")
  func oneDenial() async throws {
    try await TestRegistries.with(packages: 30) { registries in
      let corpus = try TestCorpus()
      _ = try await crawl(corpus, registries, .night(0), options(.npm))
      let world = try #require(registries.server.world)
      let name = try #require(
        world.packages(.npm).first { world.presence(of: $0) == .active }?.name)
      func status(_ version: String?, _ now: UTCInstant) async throws -> PackageStatus? {
        try await corpus.open(now) { context in
          let denial = Capture(
            ecosystem: .npm, subject: name, kind: .packument, url: "http://registry.example/x",
            status: 404, headers: [], body: [], fetchedAt: now, version: version)
          _ = try await context.store.append(denial)
          _ = try await ExtractStage.run([.npm], in: context)
        }
        return try corpus.facts(.npm).first { $0.package == PackageID(.npm, name) }?.status
      }
      #expect(try await status(nil, .night(0, hours: 1)) == .active)
      #expect(try await status(Absence.gone, .night(0, hours: 2)) == .deleted)
    }
  }

  // MARK: crates.io

  @Test("A dump is judged by its own date: a stale one is reported, the news bridge the day")
  func dumpAndNews() async throws {
    try await TestRegistries.with(packages: 60, malwareHours: 20) { registries in
      let corpus = try TestCorpus()
      try registries.server.advance(toDay: 5)
      let night = try await crawl(corpus, registries, .night(5), options(.crates, isQuick: false))
      #expect(night.feedRemarks == nil && night.fetched > 60)
      let later = Self.after(5, minutes: 20 * 60)
      try registries.server.advance(to: later)
      let world = try #require(registries.server.world)
      let new = world.packages(.crates).filter { $0.publishedAt > .night(5) }
      #expect(new.count > 2)
      let round = try await crawl(corpus, registries, later, options(.crates))
      #expect(round.owed == 0 && round.feedRemarks == nil)
      let stored = Set(try await corpus.documents(later).map(\.package))
      #expect(
        stored.isSuperset(
          of: new.filter { world.presence(of: $0) == .active }.map {
            PackageID(.crates, $0.name)
          }))
      let stale = try await crawl(
        corpus, registries, .night(9), options(.crates, isQuick: false))
      #expect(stale.feedRemarks == ["the newest dump is of 2026-01-06T02:00:00Z, 96 hours ago"])
      #expect(stale.feedFailure == nil)
    }
  }

  @Test(
    "A feed of news has a gap when it no longer reaches back to anything seen",
    arguments: [
      (last: 0, dump: 0, oldest: 0, isGap: false), (last: 1, dump: 0, oldest: 2, isGap: true),
      (last: 1, dump: 3, oldest: 2, isGap: false), (last: nil, dump: nil, oldest: 2, isGap: false),
      (last: nil, dump: 1, oldest: 2, isGap: true), (last: 1, dump: nil, oldest: nil, isGap: false),
    ] as [(last: Int?, dump: Int?, oldest: Int?, isGap: Bool)])
  func gaps(last: Int?, dump: Int?, oldest: Int?, isGap: Bool) {
    let gap = CratesNewsFeed.gap(
      last: last.map { .night(0, hours: $0) }, dumpedAt: dump.map { .night(0, hours: $0) },
      oldest: oldest.map { .night(0, hours: $0) })
    #expect((gap != nil) == isGap)
  }
}
