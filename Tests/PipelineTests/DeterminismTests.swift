import Corpus
import Foundation
import Pipeline
import Storage
import Testing

/// Every number can be rebuilt from what is stored.
@Suite struct DeterminismTests {
  @Test("The same documents, settings and moment give the same run folder, byte for byte")
  func sameBytes() async throws {
    try await TestRegistries.with(packages: 60) { registries in
      var folders: [[String: Data]] = []
      for _ in 0..<2 {
        let corpus = try TestCorpus()
        for day in 0..<2 { _ = try await corpus.night(day, at: registries) }
        folders.append(try contents(of: corpus.layout.runs))
      }
      #expect(folders[0].keys.count { $0.hasSuffix("/report.html") } == 2)
      #expect(folders[0].keys.count { $0.hasSuffix(".parquet") } > 30)
      #expect(differences(folders[0], folders[1]).isEmpty)
    }
  }

  @Test("A catalog made anew from the segments gives the same tables, labels and base rates")
  func rebuiltCatalog() async throws {
    try await TestRegistries.with(packages: 60) { registries in
      let corpus = try TestCorpus()
      for day in 0..<2 { _ = try await corpus.night(day, at: registries) }
      let rebuilt = try TestCorpus(copying: corpus)
      for suffix in ["", "-wal", "-shm"] {
        try? FileManager.default.removeItem(
          atPath: CorpusFolder(rebuilt.path).catalog + suffix)
      }
      try FileManager.default.removeItem(atPath: rebuilt.layout.stages)
      var said: [String] = []
      let isSound = try await VerifyStage.run(
        path: rebuilt.path, repair: true, now: .night(1), log: TestCorpus.silent
      ) { said.append($0) }
      #expect(isSound, "\(said)")
      #expect(
        said.contains { $0.hasPrefix("the catalog was rebuilt from the segments") }, "\(said)")
      let (before, after) = (try await Held(corpus), try await Held(rebuilt))
      #expect(before.rates.count == 3)
      #expect(Set(before.claims.map(\.package.ecosystem)).count == 3)
      #expect(before == after)
      let tables = try await (stageTables(of: corpus), stageTables(of: rebuilt))
      #expect(tables.0.count > 30)
      #expect(differences(tables.0, tables.1).isEmpty)
    }
  }

  /// Runs the stages after the crawl and reads what they and export wrote.
  private func stageTables(of corpus: TestCorpus) async throws -> [String: Data] {
    try await corpus.open(.night(1)) { context in
      _ = try await ExtractStage.run(Ecosystem.allCases, in: context)
      try LinkStage.run(Ecosystem.allCases, in: context)
      try await FitStage.run(Ecosystem.allCases, in: context)
      try await ScoreStage.run(Ecosystem.allCases, model: nil, in: context)
      try await EvaluateStage.run(Ecosystem.allCases, in: context)
      _ = try await ExportStage.run(
        formats: [.parquet, .csv], to: "\(corpus.path)/export", in: context)
    }
    return try contents(of: "\(corpus.path)/export")
  }

  /// What only the catalog holds.
  private struct Held: Equatable {
    let claims: [LabelClaim]
    let rates: [BaseRate]
    let documents: Set<StoredDocument>

    init(_ corpus: TestCorpus) async throws {
      (claims, rates) = try await corpus.open(.night(1), mode: .read) { context in
        (try await context.store.claims(), try await context.store.baseRates())
      }
      documents = try await corpus.documents(.night(1))
    }
  }
}
