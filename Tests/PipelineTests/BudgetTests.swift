import Corpus
import Foundation
import Pipeline
import RegistrySimulator
import Storage
import Testing
import Transport

/// A month's requests are a hard stop, and what matters most is fetched first when they run short.
@Suite struct BudgetTests {
  private func settings(_ registries: TestRegistries, limit: Int) -> Settings {
    var settings = registries.settings
    settings.politeness.npm.monthlyRequests = limit
    return settings
  }

  private func crawl(
    _ corpus: TestCorpus, _ settings: Settings, _ now: UTCInstant
  ) async throws -> CrawlCounts {
    var options = CrawlOptions()
    options.ecosystems = [.npm]
    return try await corpus.open(now, settings) {
      try #require(try await CrawlStage.run(options, in: $0)[.npm])
    }
  }

  @Test("No request beyond the month's limit is sent, and the next month goes on")
  func hardStop() async throws {
    try await TestRegistries.with(packages: 60, faults: "500=0.2,429=0.1") { registries in
      let corpus = try TestCorpus()
      let settings = settings(registries, limit: 40)
      let first = try await crawl(corpus, settings, .night(0))
      #expect(first.requests == 40 && registries.server.requests == 40)
      #expect(first.budget == RequestUse(month: "2026-01", sent: 40, limit: 40))
      #expect(first.stopped?.contains("request budget is spent") == true)
      #expect(first.owed > 60)
      let second = try await crawl(corpus, settings, .night(1))
      #expect(second.requests == 0 && registries.server.requests == 40)
      #expect(second.feedFailure?.contains("request budget is spent") == true)
      #expect(second.owed == first.owed)
      let february = self.settings(registries, limit: 1000)
      let third = try await crawl(corpus, february, .night(31))
      #expect(third.budget?.month == "2026-02" && third.budget?.sent == third.requests)
      #expect(third.owed == 0 && third.stopped == nil)
    }
  }

  @Test("The certificate says which host was asked how much")
  func hosts() async throws {
    try await TestRegistries.with(packages: 30, faults: "500=0.2,403=0.05,429=0.1") { registries in
      let counts = try await crawl(TestCorpus(), settings(registries, limit: 5000), .night(0))
      let host = try #require(counts.hosts?.first)
      #expect(counts.hosts?.count == 1 && host.host == registries.url.dropFirst(7))
      #expect(host.requests == registries.server.requests && host.requests == counts.requests)
      #expect(host.bytes == counts.wireBytes && host.bytes > 30 * 500)
      #expect(host.retries > 0 && host.throttled > 0 && host.refused > 0)
      #expect(host.requests == counts.budget?.sent)
    }
  }

  @Test("When requests are scarce, neighbours of labelled malware are fetched first")
  func labelledFirst() async throws {
    try await TestRegistries.with(packages: 200) { registries in
      let corpus = try TestCorpus()
      let names = try #require(registries.server.world).packages(.npm).map(\.name)
      let labelled = [names[150], names[100], names[50]]
      let claims = labelled.map {
        LabelClaim(report: "R-\($0)", source: "test", package: PackageID(.npm, $0), campaign: $0)
      }
      try await corpus.open(.night(0)) { try await $0.store.replaceClaims(claims, source: "test") }
      let counts = try await crawl(corpus, settings(registries, limit: 30), .night(0))
      #expect(counts.requests == 30 && counts.fetched < 30)
      let stored = try await corpus.documents(.night(0)).map(\.package.key)
      #expect(Set(stored).isSuperset(of: labelled))
    }
  }

  @Test("Priority: labelled and their like, new, popular, then an order of the names' own")
  func priority() {
    var priority = FetchPriority()
    priority.labelled = [PackageID(.npm, "evil-1")]
    priority.skeletons = [FetchPriority.skeleton("evil-1")]
    priority.popularity = [PackageID(.npm, "big"): 900, PackageID(.npm, "small"): 5]
    func lane(_ name: String, isNew: Bool = false) -> Int {
      priority.turn(of: item(name), isNew: isNew).lane
    }
    #expect(lane("evil-1") == 0 && lane("EVIL_22") == 0 && lane("evil-1", isNew: true) == 0)
    #expect(lane("fresh", isNew: true) == 1)
    #expect(lane("big") == 2 && lane("small") == 2)
    #expect(lane("other") == 3)
    let popular = ["small", "big"].map { priority.turn(of: item($0), isNew: false) }
    #expect(popular[1].order < popular[0].order)
    let orders = (0..<1000).map { priority.turn(of: item("n\($0)"), isNew: false).order }
    #expect(Set(orders).count == 1000 && orders.allSatisfy { $0 >= 0 })
    // A sample, not the alphabet: names that follow each other are spread evenly.
    #expect((400...600).contains(orders.count { $0 < .max / 2 }))
    #expect(FetchPriority.skeleton("a-1") == "" && FetchPriority.skeleton("@s/Ab-cD9") == "sabcd")
  }

  private func item(_ name: String) -> OwedItem {
    OwedItem(ecosystem: .npm, name: name, kind: .packument)
  }

  @Test("Defaults are what the registries ask for")
  func defaults() {
    let politeness = Politeness()
    #expect(politeness.pypi == RegistryPace(requestsPerSecond: 5, maxConcurrent: 3))
    #expect(politeness.npm.requestsPerSecond == 8 && politeness.npm.coldRequestsPerSecond == 2)
    #expect(politeness.npm.monthlyRequests == 4_000_000)
    #expect(politeness.crates.requestsPerSecond == 20)
    #expect(politeness.cratesApi.requestsPerSecond == 1)
  }

  @Test(
    "Politeness is read from assay.json, any part of it, and nonsense is refused",
    arguments: [
      (#"{"politeness":{"npm":{"monthlyRequests":7}}}"#, true),
      (#"{"politeness":{"pypi":{"requestsPerSecond":0}}}"#, false),
      (#"{"politeness":{"pypi":{"maxConcurrent":65}}}"#, false),
      (#"{"politeness":{"npm":{"monthlyRequests":-1}}}"#, false),
      (#"{"politeness":{"coldStartItems":-1}}"#, false),
    ])
  func settingsFile(text: String, isSound: Bool) throws {
    let scratch = try ScratchFolder()
    _ = try scratch.write(text, to: "assay.json")
    func read() throws -> Settings {
      try Settings.layered(
        flags: Endpoints(), contact: nil, corpus: scratch.path, environment: [:])
    }
    guard isSound else {
      #expect(throws: PipelineError.self) { try read() }
      return
    }
    var expected = Politeness()
    expected.npm.monthlyRequests = 7
    #expect(try read().politeness == expected)
  }
}
