import Corpus
import Foundation
import Pipeline
import Scoring
import Tables
import Testing

/// References stay, and moves of a score are explained.
@Suite struct QuietNightTests {
  private struct Published: Equatable {
    let reference: String
    let score: Double?
  }

  private static func published(_ folder: String) throws -> [String: Published] {
    let table = try ParquetReader.read(path: "\(folder)/tables/scores.parquet")
    let ecosystems = try #require(table["ecosystem"]?.optionalStrings)
    let names = try #require(table["name"]?.optionalStrings)
    let references = try #require(table["reference"]?.optionalStrings)
    let scores = try #require(table["score"]?.optionalDoubles)
    return Dictionary(
      uniqueKeysWithValues: names.indices.map { row in
        (
          "\(ecosystems[row] ?? "")/\(names[row] ?? "")",
          Published(reference: references[row] ?? "", score: scores[row])
        )
      })
  }

  @Test("A night on which nothing happened publishes the same scores under the same references")
  func nothingHappened() async throws {
    try await TestRegistries.with(packages: 150) { registries in
      let corpus = try TestCorpus()
      let first = try await corpus.night(0, at: registries)
      let second = try await corpus.open(
        UTCInstant(milliseconds: UTCInstant.night(0).milliseconds + 1000), registries.settings
      ) { context in
        try await NightlyRun.run(CrawlOptions(), in: context)
      }
      #expect(first.manifest.run != second.manifest.run)
      #expect(first.manifest.references == second.manifest.references)
      #expect(try Self.published(first.folder) == Self.published(second.folder))
      let compare = try ParquetReader.read(path: "\(second.folder)/tables/model_compare.parquet")
      let decisions = try #require(compare["decision"]?.optionalStrings).compactMap { $0 }
      #expect(decisions.count == 3 && decisions.allSatisfy { $0.hasPrefix("kept: ") })
      try await expectForcedRefitMovesOnlyTheReference(corpus, first)
    }
  }

  /// `fit --refit` writes new references; the old ones go on scoring the same bits.
  private func expectForcedRefitMovesOnlyTheReference(
    _ corpus: TestCorpus, _ first: NightlyRun.Outcome
  ) async throws {
    let later = UTCInstant(milliseconds: UTCInstant.night(0).milliseconds + 2000)
    let old = try #require(first.manifest.references["npm"])
    try await corpus.open(later) { context in
      let path = context.layout.stageTable("scores", .npm)
      let before = try ParquetReader.read(path: path)
      try await FitStage.run([.npm], refits: true, in: context)
      try await ScoreStage.run([.npm], model: nil, in: context)
      let newer = try ParquetReader.read(path: path)["reference"]?.optionalStrings
      #expect(newer?.allSatisfy { $0 == "npm-\(RunFolder.name(at: later))" } == true)
      try await ScoreStage.run([.npm], model: old, in: context)
      #expect(try ParquetReader.read(path: path) == before)
    }
  }

  @Test("The parts of a move between two nights add up to it")
  func movesAreExplained() async throws {
    try await TestRegistries.with(packages: 150) { registries in
      let corpus = try TestCorpus()
      let nights = [
        try await corpus.night(0, at: registries), try await corpus.night(1, at: registries),
      ]
      let scores = try nights.map { try Self.published($0.folder) }
      let moved = try #require(
        scores[0].filter { scores[1][$0.key]?.score ?? $0.value.score != $0.value.score }
          .min { $0.key < $1.key } ?? scores[0].min { $0.key < $1.key })
      let parts = moved.key.split(separator: "/", maxSplits: 1).map(String.init)
      let package = PackageID(try #require(Ecosystem(rawValue: parts[0])), parts[1])
      let text = try ChangeView.text(
        of: package, from: nights[0].manifest.run, to: nights[1].manifest.run, corpus.layout)
      let steps = text.split(separator: "\n").compactMap { line -> Double? in
        guard line.hasPrefix("  by "), let start = line.firstIndex(of: ":") else { return nil }
        return Double(line[line.index(start, offsetBy: 2)...].prefix { $0 != " " })
      }
      let total = (scores[1][moved.key]?.score ?? .nan) - (moved.value.score ?? .nan)
      #expect(steps.count == 3)
      #expect(abs(steps.reduce(0, +) - total) < 0.002, "\(text)")
      // The same program published both: the method explains nothing.
      #expect(steps.last == 0)
      #expect(throws: PipelineError.self) {
        try ChangeView.text(of: package, from: "never", to: nights[1].manifest.run, corpus.layout)
      }
    }
  }
}
