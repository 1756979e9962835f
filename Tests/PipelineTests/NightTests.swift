import Corpus
import Foundation
import Pipeline
import Registries
import Storage
import Tables
import Testing

/// Whole nights on the simulator.
@Suite struct NightTests {
  @Test("Three nights: published, complete, and each decodes only what changed")
  func threeNights() async throws {
    try await TestRegistries.with(packages: 200) { registries in
      let corpus = try TestCorpus()
      var before: [PackageID: NightState] = [:]
      for day in 0..<3 {
        let night = try await corpus.night(day, at: registries)
        #expect(
          night.certificate.verdict == .publish,
          "\(night.certificate.ecosystems.mapValues(\.reasons))")
        try expectComplete(night, day: day)
        let now = try await NightState.all(of: corpus, day: day)
        for ecosystem in Ecosystem.allCases {
          let changed = now.keys.filter { $0.ecosystem == ecosystem && before[$0] != now[$0] }
          let extract = try #require(night.certificate.ecosystems[ecosystem.rawValue]?.extract)
          #expect(extract.decoded == changed.count, "\(ecosystem) on day \(day)")
          #expect(extract.carried == extract.packages - changed.count)
          #expect(extract.rejected == 0)
        }
        before = now
      }
      try expectDeletedCratesKeepFacts(corpus)
      try await expectFromScratch(corpus)
    }
  }

  /// Certificate, manifest and tables agree with each other and with the files.
  private func expectComplete(_ night: NightlyRun.Outcome, day: Int) throws {
    #expect(night.certificate.run == RunFolder.name(at: .night(day)))
    #expect(
      night.certificate.comparedWith == (day == 0 ? nil : RunFolder.name(at: .night(day - 1))))
    let stored = try JSONDecoder().decode(
      Certificate.self, from: Data(contentsOf: URL(filePath: "\(night.folder)/certificate.json")))
    #expect(stored == night.certificate)
    let expected: Set = [
      "base_rates", "ceiling", "coverage_of_good", "dependencies", "distribution",
      "edges",
      "facts", "label_coverage", "labels", "lr_bins", "maintainers", "packages", "precision",
      "rejections",
      "releases", "runs", "scores", "signals", "sweep",
    ]
    let names = night.manifest.tables.map {
      $0.file.dropFirst("tables/".count).split(separator: ".")[0]
    }
    #expect(expected.isSubset(of: Set(names.map(String.init))))
    for entry in night.manifest.tables {
      let table = try ParquetReader.read(path: "\(night.folder)/\(entry.file)")
      #expect(table.rowCount == entry.rows, "\(entry.file)")
      let origin = Dictionary(
        try ParquetReader.keyValues(path: "\(night.folder)/\(entry.file)").map {
          ($0.key, $0.value)
        }, uniquingKeysWith: { $1 })
      #expect(origin["assay.run"] == night.certificate.run)
      #expect(origin["assay.input_digest"] == night.manifest.inputDigest)
      #expect(origin["assay.configuration_digest"] == night.manifest.configurationDigest)
    }
    let packages = night.certificate.ecosystems.values.map(\.extract.packages).reduce(0, +)
    for name in ["packages", "facts", "signals", "scores"] {
      let rows = night.manifest.tables.first { $0.file == "tables/\(name).parquet" }?.rows
      #expect(rows == packages, "\(name)")
    }
    for certificate in night.certificate.ecosystems.values {
      #expect(certificate.crawl.owed == 0 && certificate.crawl.feedFailure == nil)
      #expect(certificate.extract.packages >= 200)
    }
  }

  /// A crate that was taken down keeps what the last dump before said, as its owners.
  private func expectDeletedCratesKeepFacts(_ corpus: TestCorpus) throws {
    let deleted = try corpus.facts(.crates).filter { $0.status == .deleted }
    #expect(deleted.count > 10)
    #expect(deleted.allSatisfy { !$0.releases.isEmpty && $0.maintainers.state == .present })
  }

  /// Facts carried over from night to night are those a fresh extraction finds, byte for byte.
  private func expectFromScratch(_ corpus: TestCorpus) async throws {
    let carried = try corpus.factsTables()
    #expect(carried.count == 12)
    try FileManager.default.removeItem(atPath: corpus.layout.stages)
    let counts = try await corpus.open(.night(2)) {
      try await ExtractStage.run(Ecosystem.allCases, in: $0)
    }
    #expect(counts.values.allSatisfy { $0.carried == 0 && $0.decoded == $0.packages })
    #expect(differences(carried, try corpus.factsTables()).isEmpty)
  }

  @Test("What was known on an earlier night can be extracted again, byte for byte")
  func asOf() async throws {
    try await TestRegistries.with(packages: 50) { registries in
      let corpus = try TestCorpus()
      _ = try await corpus.night(0, at: registries)
      let first = try corpus.factsTables()
      _ = try await corpus.night(1, at: registries)
      #expect(!differences(first, try corpus.factsTables()).isEmpty)
      _ = try await corpus.open(.night(1)) {
        try await ExtractStage.run(Ecosystem.allCases, asOf: .night(0), in: $0)
      }
      #expect(differences(first, try corpus.factsTables()).isEmpty)
    }
  }
}

/// What decides whether a package is decoded again: its documents and, for a crate, its row of the dump.
private struct NightState: Equatable {
  var documents: Set<StoredDocument> = []
  var row: CrateDumpRow?

  /// The state of every package as the store has it, found without the pipeline's own digests.
  static func all(of corpus: TestCorpus, day: Int) async throws -> [PackageID: NightState] {
    var states: [PackageID: NightState] = [:]
    for document in try await corpus.documents(.night(day)) {
      states[document.package, default: NightState()].documents.insert(document)
    }
    for (key, row) in try await dump(of: corpus, day: day).crates {
      let package = PackageID(.crates, key)
      guard states[package] != nil else { continue }
      var row = row
      row.snapshotAt = UTCInstant(milliseconds: 0)
      states[package]?.row = row
    }
    return states
  }

  private static func dump(of corpus: TestCorpus, day: Int) async throws -> CratesDump {
    try await corpus.open(.night(day), mode: .read) { context in
      let snapshot = try #require(
        try await context.store.newest(
          ecosystem: .crates, kind: .databaseDump, subject: "db-dump"))
      let path = "\(corpus.path)/tmp/test-dump.tar.gz"
      defer { try? FileManager.default.removeItem(atPath: path) }
      try await context.store.copyBody(of: snapshot, to: path)
      return try CratesDump.read(path: path)
    }
  }
}
