import Corpus
import Foundation
import Pipeline
import Storage
import Tables
import Testing

/// One bad item never blocks the others: it becomes a row that says why.
@Suite struct BadItemTests {
  private static let long = String(repeating: "n", count: 300)
  /// Longer than crates.io allows, short enough to be a key.
  private static let longCrate = String(repeating: "n", count: 200)
  private static let refused = [
    "..", "a/../b", "nul\u{0}nul", "@/x", String(repeating: "n", count: 2000),
  ]

  /// A folder with three sound packages and one of each kind of bad item.
  private static func folder() throws -> HostileFolder {
    var folder = HostileFolder(try ScratchFolder())
    for ecosystem in Ecosystem.allCases { try folder.addSound(ecosystem, "sound") }
    for name in refused + [long] { try folder.addSound(.npm, name) }
    for name in ["..", longCrate, "a/../b"] { try folder.addSound(.crates, name) }
    try folder.add(.npm, "packument", "broken", #"{"_rev":"1-a","name":"#)
    try folder.add(.npm, "packument", "not-an-object", "[[[]]]")
    try folder.add(.pypi, "json-project", "broken", "{{{{")
    try folder.add(.pypi, "simple-json", "broken", "")
    try folder.add(.crates, "index-lines", "broken", "{\"name\":\u{0}\n", suffix: "jsonl")
    try folder.add(
      .npm, "packument", "long-revision",
      "{\"_rev\":\"9-\(String(repeating: "f", count: 20_000))\"}")
    try folder.add(
      .npm, "http-response-packument", "nothing-changed", "HTTP/1.1 304 Not Modified\r\n\r\n",
      suffix: "http")
    try folder.finish()
    return folder
  }

  @Test("Hostile names and broken documents become rejections; everything else is there")
  func rejections() async throws {
    let folder = try Self.folder()
    try await TestRegistries.with(replay: folder.path) { registries in
      let corpus = try TestCorpus()
      let night = try await corpus.open(.night(0), registries.settings) {
        try await NightlyRun.run(CrawlOptions(), in: $0)
      }
      let rejected = try Self.rejections(in: night.folder)
      for name in Self.refused {
        #expect(rejected["npm/\(name)"] == "crawl", "\(name.prefix(20).debugDescription)")
      }
      for package in [
        "npm/long-revision", "npm/nothing-changed", "crates/..", "crates/\(Self.longCrate)",
      ] {
        #expect(rejected[package] == "crawl", "\(package.prefix(30))")
      }
      for package in ["npm/broken", "npm/not-an-object", "pypi/broken", "crates/broken"] {
        #expect(rejected[package] == "extract", "\(package)")
      }
      for (name, certificate) in night.certificate.ecosystems {
        #expect(certificate.crawl.owed == 0 && certificate.crawl.feedFailure == nil, "\(name)")
        #expect(certificate.crawl.rejected + certificate.extract.rejected > 0, "\(name)")
      }
      for ecosystem in Ecosystem.allCases {
        #expect(try corpus.facts(ecosystem).map(\.package.key).contains("sound"))
      }
      #expect(try corpus.facts(.npm).map(\.package.key).contains(Self.long))
      try Self.expectNothingOutside(corpus)
    }
  }

  /// The stage that rejected each package, by ecosystem and name.
  private static func rejections(in folder: String) throws -> [String: String] {
    let table = try ParquetReader.read(path: "\(folder)/tables/rejections.parquet")
    guard case .string(let ecosystems)? = table["ecosystem"]?.values,
      case .string(let names)? = table["name"]?.values,
      case .string(let stages)? = table["stage"]?.values,
      case .string(let reasons)? = table["reason"]?.values
    else { return [:] }
    #expect(reasons.allSatisfy { !$0.isEmpty })
    return Dictionary(
      zip(zip(ecosystems, names).map { "\($0)/\($1)" }, stages), uniquingKeysWith: { $1 })
  }

  /// Names never became paths: the corpus holds only its own files.
  private static func expectNothingOutside(_ corpus: TestCorpus) throws {
    let parent = URL(filePath: corpus.path).deletingLastPathComponent().path
    #expect(try FileManager.default.contentsOfDirectory(atPath: parent) == ["corpus"])
    let own: Set = [
      "catalog.sqlite", "catalog.sqlite-wal", "catalog.sqlite-shm", "lock", "models",
      "runs", "snapshots", "stages", "tmp",
    ]
    let found = Set(try FileManager.default.contentsOfDirectory(atPath: corpus.path))
    #expect(found.subtracting(own).isEmpty)
  }

  @Test("A list of names that no registry has is crawled to tombstones and rejections")
  func listedNames() async throws {
    try await TestRegistries.with(packages: 30) { registries in
      let corpus = try TestCorpus()
      var options = CrawlOptions()
      options.ecosystems = [.npm]
      options.onlyPackages = [.npm: ["no-such-package", "..", "a/b/c", ""]]
      let counts = try #require(try await corpus.crawl(registries, .night(0), options)[.npm])
      #expect(counts.vanished == 1 && counts.rejected == 3 && counts.owed == 0)
    }
  }

  @Test("A dump that arrives broken is not kept, and the next crawl goes on with a sound one")
  func brokenDump() async throws {
    let faults = "invalid-json=1,longest-run=3"
    try await TestRegistries.with(packages: 30, faults: faults) { registries in
      let corpus = try TestCorpus()
      var options = CrawlOptions()
      options.ecosystems = [.crates]
      let broken = try await corpus.crawl(registries, .night(0), options)[.crates]
      #expect(broken?.feedFailure != nil)
      var last = broken
      for hour in 1...4 where last?.feedFailure != nil {
        last = try await corpus.crawl(registries, .night(0, hours: 2 * hour), options)[.crates]
      }
      #expect(last?.feedFailure == nil && last?.owed == 0)
      let extracted = try await corpus.open(.night(1)) {
        try await ExtractStage.run([.crates], in: $0)
      }
      #expect(extracted[.crates]?.packages ?? 0 >= 30)
      #expect(extracted[.crates]?.rejected == 0)
    }
  }
}
