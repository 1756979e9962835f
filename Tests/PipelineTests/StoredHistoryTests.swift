import Corpus
import Foundation
import Pipeline
import RegistrySimulator
import Storage
import Testing

@Suite("The history of a package", .serialized)
struct StoredHistoryTests {
  /// Three nights with an extract after each, then the same corpus extracted from nothing.
  @Test("states found night by night are those found from the segments alone")
  func rebuilt() async throws {
    try await TestRegistries.with(packages: 200) { registries in
      let corpus = try TestCorpus()
      for day in 0..<3 {
        try registries.server.advance(toDay: day)
        try await corpus.open(.night(day), registries.settings) { context in
          _ = try await CrawlStage.run(CrawlOptions(), in: context)
          _ = try await ExtractStage.run(Ecosystem.allCases, in: context)
        }
      }
      let before = try states(corpus)
      #expect(before.contains { $0.from == "active" && $0.version == nil && $0.to == "holder" })
      #expect(before.contains { $0.from == "active" && $0.to == "quarantined" })
      #expect(before.contains { $0.from == "active" && $0.to == "deleted" })
      let copy = try TestCorpus(copying: corpus)
      try FileManager.default.removeItem(atPath: copy.layout.stages)
      try await copy.open(.night(2), registries.settings) { context in
        _ = try await ExtractStage.run(Ecosystem.allCases, in: context)
      }
      #expect(try states(copy) == before)
      try await taken(before, corpus, registries)
    }
  }

  /// What was seen before a takedown stays readable as of that time, and the history names the takedown.
  private func taken(
    _ states: [StateChange], _ corpus: TestCorpus, _ registries: TestRegistries
  ) async throws {
    for ecosystem in Ecosystem.allCases {
      let gone = try #require(
        states.first {
          $0.package.ecosystem == ecosystem && $0.from == "active" && $0.version == nil
            && $0.to != "archived"
        })
      let last = try #require(gone.previouslyObservedAt)
      try await corpus.open(.night(2), registries.settings, mode: .read) { context in
        let history = try await StoredHistory(of: gone.package, asOf: nil, in: context).text
        #expect(history.contains("package active -> \(gone.to), between \(last)"))
        let before = try await StoredHistory(of: gone.package, asOf: last, in: context).text
        #expect(!before.contains("->"))
        let shown = try await PackageView.text(of: gone.package, asOf: last, in: context)
        #expect(shown.contains("status active, observed \(last)"))
        let now = try await PackageView.text(of: gone.package, asOf: nil, in: context)
        #expect(now.contains("status \(gone.to)"))
      }
    }
  }

  @Test("a package nobody ever saw has no history")
  func unknown() async throws {
    let corpus = try TestCorpus()
    try await corpus.open(.night(0)) { _ in }
    await #expect(throws: PipelineError.self) {
      try await corpus.open(.night(0), mode: .read) { context in
        _ = try await StoredHistory(of: PackageID(.npm, "nobody"), asOf: nil, in: context)
      }
    }
  }

  private func states(_ corpus: TestCorpus) throws -> [StateChange] {
    try Ecosystem.allCases.flatMap { try StatesTable.read($0, corpus.layout) }
  }
}
