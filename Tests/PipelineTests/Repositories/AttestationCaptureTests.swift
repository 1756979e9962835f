import Corpus
import Foundation
import Pipeline
import Registries
import RegistrySimulator
import Storage
import Testing

/// Attestations from the package document that names them to the rows of the table.
@Suite struct AttestationCaptureTests {
  private func kind(_ ecosystem: Ecosystem) -> DocumentKind {
    ecosystem == .pypi ? .provenance : .attestations
  }

  private func stored(_ corpus: TestCorpus, _ ecosystem: Ecosystem) async throws -> [Snapshot] {
    try await corpus.open(.night(0), mode: .read) {
      try await $0.store.newestSnapshots(ecosystem: ecosystem, kinds: [kind(ecosystem)])
    }
  }

  @Test(arguments: [Ecosystem.pypi, .npm])
  func `the newest attested release of every package is captured and read`(ecosystem: Ecosystem)
    async throws
  {
    try await TestRegistries.with(packages: 80) { registries in
      let corpus = try TestCorpus()
      var options = CrawlOptions()
      options.ecosystems = [ecosystem]
      let counts = try #require(try await corpus.crawl(registries, .night(0), options)[ecosystem])
      #expect(counts.owed == 0 && counts.failed == 0)
      #expect(counts.expected == counts.fetched + counts.vanished + counts.rejected)
      try await corpus.open(.night(0)) { _ = try await ExtractStage.run([ecosystem], in: $0) }
      let attested = Set(
        try corpus.facts(ecosystem).filter { facts in
          facts.status == .active && facts.releases.contains { $0.isAttested == true }
        }.map(\.package))
      #expect(attested.count > 5)
      let read = try AttestationsTable.read(layout: corpus.layout, ecosystem: ecosystem)
      #expect(Set(read.keys) == attested)
      for (package, all) in read { try check(all, of: package) }
    }
  }

  private func check(_ all: [AttestationFacts], of package: PackageID) throws {
    let built = try #require(all.first { $0.signer != nil })
    let signer = try #require(built.signer)
    #expect(built.matchesRegistry == true && built.problems == [], "\(package)")
    #expect(signer.issuer == "https://token.actions.githubusercontent.com")
    #expect(signer.repository?.hasPrefix("https://github.com/") == true)
    #expect(signer.commit?.count == 40 && signer.ref?.hasPrefix("refs/tags/v") == true)
    #expect(signer.repositoryID != nil && signer.ownerID != nil)
    let logged = try #require(built.loggedAt)
    #expect(abs(logged.days(since: try #require(signer.certifiedAt))) < 0.01)
    let named = RepositoryURL.claim(from: signer.repository ?? "", rule: "x")?.key
    #expect(built.statedRepository == named)
    if package.ecosystem == .npm {
      #expect(built.predicate == "provenance/v1" && built.statedCommit == signer.commit)
      #expect(all.contains { $0.predicate == "publish/v0.1" && $0.keyHint != nil })
    } else {
      #expect(built.predicate == "publish/v1" && built.file != nil)
    }
  }

  @Test func `what is captured is not asked for again, and what a crawl left over comes next`()
    async throws
  {
    try await TestRegistries.with(packages: 80) { registries in
      let corpus = try TestCorpus()
      var options = CrawlOptions()
      options.ecosystems = [.npm]
      let packages = try #require(registries.server.world).packages(.npm).count
      options.limit = packages
      _ = try await corpus.crawl(registries, .night(0), options)
      #expect(try await stored(corpus, .npm).isEmpty)
      options.limit = nil
      let next = try await corpus.crawl(registries, .night(0, hours: 1), options)
      let captured = try await stored(corpus, .npm)
      #expect(captured.count > 5 && next[.npm]?.fetched == captured.count)
      #expect(captured.allSatisfy { $0.outcome == .stored })
      let again = try await corpus.crawl(registries, .night(0, hours: 2), options)
      #expect(again[.npm]?.expected == 0)
    }
  }
}
