import Corpus
import Foundation
import Pipeline
import RegistrySimulator
import Storage
import Testing

/// Visits to simulated git hosts, over real git.
@Suite(.serialized) struct RepositoriesStageTests {
  private static let day = 3

  /// A corpus with facts of night 0 and the first visits made then.
  private func visited(
    _ registries: TestRegistries, limit: Int = 30, _ ecosystems: [Ecosystem] = [.npm]
  ) async throws -> (TestCorpus, RepositoryCounts) {
    let corpus = try TestCorpus()
    let counts = try await corpus.open(.night(0), registries.settingsWithGit) { context in
      var options = CrawlOptions()
      options.ecosystems = ecosystems
      _ = try await CrawlStage.run(options, in: context)
      _ = try await ExtractStage.run(ecosystems, in: context)
      return try await RepositoriesStage.run(ecosystems, limit: limit, in: context)
    }
    return (corpus, counts)
  }

  private func read(_ corpus: TestCorpus) throws -> [String: RepositoryFacts] {
    try RepositoriesTable.read(layout: corpus.layout, ecosystem: .npm)
  }

  @Test func `a first visit brings tags near the publish times, activity and contributors`()
    async throws
  {
    try await TestRegistries.with(packages: 60) { registries in
      let (corpus, counts) = try await visited(registries)
      #expect(counts.due == 30)
      #expect(counts.read + counts.gone == 30 && counts.failed == 0 && counts.read > 20)
      let repositories = try read(corpus)
      #expect(repositories.count == counts.read)
      var (near, tags) = (0, 0)
      for facts in try corpus.facts(.npm) {
        guard let repository = facts.repository.value.flatMap({ repositories[$0.key] }) else {
          continue
        }
        #expect(repository.defaultBranch == "main")
        #expect(repository.previouslyObservedAt == nil)
        #expect(repository.tags.allSatisfy { $0.firstSeenAt == .night(0) && $0.absentAt == nil })
        for tag in repository.tags {
          tags += 1
          let days = facts.releases.compactMap(\.publishedAt)
            .compactMap { time in tag.claimedAt.map { abs(time.days(since: $0)) } }
          if (days.min() ?? 99) < 0.1 { near += 1 }
        }
      }
      #expect(tags > 100)
      #expect(Double(near) > 0.6 * Double(tags))
      let active = repositories.values.filter { ($0.commits365d ?? 0) > 5 }
      #expect(active.count > 5)
      #expect(active.allSatisfy { ($0.contributors ?? 0) >= 1 && $0.newestCommitAt != nil })
    }
  }

  @Test func `a repository that did not move costs one request and a revisit record`() async throws
  {
    try await TestRegistries.with(packages: 60) { registries in
      let (corpus, first) = try await visited(registries)
      let before = try read(corpus)
      let counts = try await corpus.open(.night(1), registries.settingsWithGit) { context in
        try await RepositoriesStage.run([.npm], in: context)
      }
      #expect(counts.unchanged == first.read)
      let again = try await corpus.open(.night(2), registries.settingsWithGit) { context in
        let counts = try await RepositoriesStage.run([.npm], in: context)
        let newest = try await context.store.newestSnapshots(ecosystem: .npm, kinds: [.repository])
        #expect(newest.allSatisfy { $0.outcome != .stored && $0.fetchedAt == .night(2) })
        return counts
      }
      // One request a repository, and one for each of the four hosts to see that it is there.
      #expect(again.requests == again.due + 4)
      #expect(again.read == 0 && again.failed == 0)
      let after = try read(corpus)
      for (key, facts) in before {
        #expect(after[key]?.previouslyObservedAt == .night(1))
        #expect(after[key]?.observedAt == .night(2))
        #expect(after[key]?.tags == facts.tags)
      }
    }
  }

  @Test func `new tags are dated by the visits around them, and old ones keep their first sight`()
    async throws
  {
    try await TestRegistries.with(packages: 150) { registries in
      let (corpus, _) = try await visited(registries, limit: 1000)
      let before = try read(corpus)
      try registries.server.advance(toDay: Self.day)
      try await corpus.open(.night(Self.day), registries.settingsWithGit) { context in
        _ = try await RepositoriesStage.run([.npm], in: context)
      }
      let after = try read(corpus)
      var fresh = 0
      for (key, facts) in after {
        guard let old = before[key] else { continue }
        let known = Set(old.tags.map { "\($0.name) \($0.commit)" })
        for tag in facts.tags {
          let isKnown = known.contains("\(tag.name) \(tag.commit)")
          #expect(tag.firstSeenAt == (isKnown ? .night(0) : .night(Self.day)))
          #expect(tag.absentAt == (isKnown ? nil : .night(0)))
          fresh += isKnown ? 0 : 1
        }
        #expect(facts.firstObservedAt == .night(0))
        #expect(facts.tags.count >= old.tags.count)
      }
      #expect(fresh > 0)
    }
  }

  @Test func `no address of an author is stored`() async throws {
    try await TestRegistries.with(packages: 40) { registries in
      let (corpus, counts) = try await visited(registries)
      #expect(counts.read > 5)
      try await corpus.open(.night(0), mode: .read) { context in
        for snapshot in try await context.store.newestSnapshots(
          ecosystem: .npm, kinds: [.repository]) where snapshot.outcome == .stored
        {
          let body = String(decoding: try await context.store.body(of: snapshot), as: UTF8.self)
          #expect(!body.contains("mail.example"))
          #expect(body.contains("contributors"))
        }
      }
      let left = try FileManager.default.contentsOfDirectory(atPath: corpus.layout.temporary)
      #expect(left.isEmpty)
    }
  }

  @Test func `one visit serves two registries, and a repository that vanished is a tombstone`()
    async throws
  {
    try await TestRegistries.with(packages: 40) { registries in
      let (corpus, counts) = try await visited(registries, limit: 1000)
      let gone = try RepositoriesTable.gone(layout: corpus.layout, ecosystem: .npm)
      #expect(gone.count == counts.gone && counts.gone > 0)
      #expect(gone.isDisjoint(with: try read(corpus).keys))
      // The same claims as if crates.io's packages made them.
      let facts = try corpus.facts(.npm).map { facts in
        var other = PackageFacts(
          package: PackageID(.crates, facts.package.key), observedAt: .night(0))
        other.repository = facts.repository
        return other
      }
      try await corpus.open(.night(1), registries.settingsWithGit) { context in
        try FactsFiles(layout: context.layout, ecosystem: .crates).write(facts)
        let second = try await RepositoriesStage.run([.npm, .crates], in: context)
        #expect(second.claimed == counts.claimed)
        #expect(second.unchanged == counts.read)
        let bodies = try await context.store.newestSnapshots(
          ecosystem: .crates, kinds: [.repository]
        ).filter { $0.outcome == .stored }
        #expect(bodies.count == counts.read)
      }
      let both = try (
        read(corpus), RepositoriesTable.read(layout: corpus.layout, ecosystem: .crates)
      )
      #expect(both.0.mapValues(\.tags) == both.1.mapValues(\.tags))
    }
  }

  @Test func `hosts that are not there fail no run`() async throws {
    try await TestRegistries.with(packages: 40) { registries in
      let corpus = try TestCorpus()
      var settings = registries.settingsWithGit
      settings.endpoints.gitHosts = ["github.com": "http://127.0.0.1:1/git"]
      try await corpus.open(.night(0), settings) { context in
        _ = try await CrawlStage.run(CrawlOptions(), in: context)
        _ = try await ExtractStage.run(Ecosystem.allCases, in: context)
        let counts = try await RepositoriesStage.run(Ecosystem.allCases, in: context)
        #expect(counts.claimed == 0 && counts.due == 0 && counts.failed == 0)
      }
      settings.endpoints.gitHosts = nil
      _ = try await corpus.open(.night(0), settings) { context in
        await #expect(throws: PipelineError.self) {
          try await RepositoriesStage.run(Ecosystem.allCases, in: context)
        }
      }
    }
  }

  @Test func `a host that breaks off, refuses and sends nonsense fails visits, never the run`()
    async throws
  {
    let corpus = try TestCorpus()
    try await TestRegistries.with(packages: 60) { registries in
      try await corpus.open(.night(0), registries.settings) { context in
        var options = CrawlOptions()
        options.ecosystems = [.npm]
        _ = try await CrawlStage.run(options, in: context)
        _ = try await ExtractStage.run([.npm], in: context)
      }
    }
    var failed = 0
    try await TestRegistries.with(packages: 60, faults: "truncate=0.3,500=0.2,reset=0.1") {
      registries in
      try await corpus.open(.night(0), registries.settingsWithGit) { context in
        let counts = try await RepositoriesStage.run([.npm], limit: 30, in: context)
        #expect(counts.read + counts.gone + counts.failed + counts.left == counts.due)
        failed = counts.failed
        let rejections = try await context.store.rejections(run: context.runName)
        #expect(rejections.count { $0.stage == "repositories" } == counts.failed)
        #expect(rejections.allSatisfy { $0.reason.contains("github.com/") })
      }
    }
    #expect(failed > 0)
    try await TestRegistries.with(packages: 60) { registries in
      try await corpus.open(.night(1), registries.settingsWithGit) { context in
        let counts = try await RepositoriesStage.run([.npm], in: context)
        #expect(counts.failed == 0 && counts.left == 0)
      }
    }
  }
}
