import Corpus
import Foundation
import Labels
import Pipeline
import RegistrySimulator
import Storage
import Testing

@Suite struct PopularityStageTests {
  @Test func `a list gives downloads to the packages on it, and none to the others`() async throws {
    try await TestRegistries.with(packages: 60) { registries in
      let corpus = try TestCorpus()
      let scratch = try ScratchFolder()
      var options = CrawlOptions()
      options.ecosystems = [.npm]
      _ = try await corpus.crawl(registries, .night(0), options)
      try await corpus.open(.night(0)) { context in
        _ = try await ExtractStage.run([.npm], in: context)
        try LinkStage.run([.npm], in: context)
      }
      #expect(try corpus.column("downloads", "signals", .npm).allSatisfy { $0 == nil })
      let names = try corpus.facts(.npm).map(\.package.key)
      let file = try scratch.write(#"{"\#(names[1])":7,"\#(names[0])":900}"#, to: "counts.json")
      try await corpus.open(.night(0)) { context in
        let list = try await PopularityStage.run(
          path: file, source: nil, ecosystem: nil, date: nil, in: context)
        #expect(list.rows.map(\.name) == [names[0], names[1]])
        try LinkStage.run([.npm], in: context)
      }
      let downloads = try corpus.column("downloads", "signals", .npm)
      #expect(downloads.prefix(2) == [900, 7])
      #expect(downloads.dropFirst(2).allSatisfy { $0 == nil })
    }
  }

  @Test func `the same list again changes nothing, and the list of the newest day counts`()
    async throws
  {
    let corpus = try TestCorpus()
    let scratch = try ScratchFolder()
    let newer = try scratch.write("project,download_count\nnew,5\n", to: "newer.csv")
    let older = try scratch.write("project,download_count\nold,5\n", to: "older.csv")
    try await corpus.open(.night(0)) { context in
      for (path, day) in [(newer, "2026-01-01"), (older, "2025-01-01"), (newer, "2026-01-01")] {
        _ = try await PopularityStage.run(
          path: path, source: nil, ecosystem: nil,
          date: UTCInstant(parsing: "\(day)T00:00:00Z"), in: context)
      }
      let stored = try await context.store.newestSnapshots(ecosystem: .pypi, kinds: [.popularity])
      #expect(stored.map(\.subject) == ["popularity/newer.csv", "popularity/older.csv"])
      #expect(stored.map(\.outcome) == [.unchanged, .stored])
    }
    #expect(try corpus.strings("name", "popularity", .pypi) == ["new"])
    // What is stored is enough to make the table again.
    try FileManager.default.removeItem(atPath: corpus.layout.stageTable("popularity", .pypi))
    try await corpus.open(.night(0)) { _ = try await ExtractStage.run([.pypi], in: $0) }
    #expect(try corpus.strings("name", "popularity", .pypi) == ["new"])
  }
}
