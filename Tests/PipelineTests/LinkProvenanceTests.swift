import Corpus
import Foundation
import Pipeline
import RegistrySimulator
import Tables
import Testing

/// What link makes of visited repositories, over simulated registries and real git.
@Suite(.serialized) struct LinkProvenanceTests {
  private func linked(
    _ registries: TestRegistries, visiting: Bool
  ) async throws -> TestCorpus {
    let corpus = try TestCorpus()
    try await corpus.open(.night(0), registries.settingsWithGit) { context in
      var options = CrawlOptions()
      options.ecosystems = [.npm]
      _ = try await CrawlStage.run(options, in: context)
      _ = try await ExtractStage.run([.npm], in: context)
      if visiting { _ = try await RepositoriesStage.run([.npm], limit: 1_000, in: context) }
      try LinkStage.run([.npm], in: context)
    }
    return corpus
  }

  @Test func `visited repositories give provenance, claims and signals`() async throws {
    try await TestRegistries.with(packages: 150) { registries in
      let corpus = try await linked(registries, visiting: true)
      let visited = try RepositoriesTable.read(layout: corpus.layout, ecosystem: .npm)
      let facts = try corpus.facts(.npm)
      let claims = facts.compactMap { $0.repository.value?.key }.filter { visited[$0] != nil }
      let status = try corpus.strings("status", "provenance", .npm)
      #expect(status.count == claims.count)
      #expect(status.count { $0 == "established" } * 10 > status.count)
      let table = try ParquetReader.read(path: corpus.layout.stageTable("provenance", .npm))
      let events = try #require(table["events"]?.optionalInt64s).compactMap(\.self)
      let hits = try #require(table["hits"]?.optionalInt64s).compactMap(\.self)
      #expect(zip(hits, events).allSatisfy { $0 <= $1 })
      let standing = try corpus.strings("standing", "provenance", .npm)
      #expect(zip(status, standing).allSatisfy { ($0 == "established") == ($1 != "none") })
      let repositories = try corpus.strings("repository", "claims", .npm)
      #expect(repositories == Set(claims).sorted())
      let established = try corpus.column("provenance_established", "signals", .npm)
      let credit = zip(status, standing).count {
        $0 == "established" && ["sole", "winner"].contains($1)
      }
      #expect(established.count { $0 == 1 } == credit)
      #expect(credit > 0)
    }
  }

  @Test func `without visits nothing is claimed to be known`() async throws {
    try await TestRegistries.with(packages: 60) { registries in
      let corpus = try await linked(registries, visiting: false)
      #expect(try corpus.strings("status", "provenance", .npm).isEmpty)
      #expect(try corpus.strings("repository", "claims", .npm).isEmpty)
      let facts = try corpus.facts(.npm)
      for signal in ["provenance_decibans", "provenance_established", "repository_contributors"] {
        let states = try corpus.strings("\(signal)_state", "signals", .npm)
        #expect(states.count == facts.count)
        for (facts, state) in zip(facts, states) {
          #expect(state == (facts.repository.state == .absent ? "absent" : "not_collected"))
        }
      }
    }
  }

  @Test func `a registry too small for seeds says so and has no trust`() async throws {
    try await TestRegistries.with(packages: 60) { registries in
      let corpus = try await linked(registries, visiting: false)
      let count = try corpus.facts(.npm).count
      #expect(
        try corpus.strings("seed_rule", "graph", .npm) == Array(repeating: "none", count: count))
      for column in ["trust", "trust_percentile", "best_other"] {
        #expect(try corpus.column(column, "graph", .npm).allSatisfy { $0 == nil })
      }
      let states = try corpus.strings("seeded_trust_percentile_state", "signals", .npm)
      #expect(states == Array(repeating: "not_collected", count: count))
    }
  }
}
