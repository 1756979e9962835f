import Corpus
import Foundation
import Pipeline
import Storage
import Testing

/// Documents made to exhaust or mislead a reader: the night goes on in bounded memory, and each is told of.
@Suite(.enabled(if: AssayProgram.path != nil, "assay is not beside the test bundle"))
struct HostileDocumentTests {
  /// What a night may map, in KiB: the program, its threads' stacks, and a few copies of one document.
  private static let memory = 3 << 20

  private static let rightToLeft = "\u{202E}gpj.evil"
  private static let long = String(repeating: "n", count: 300)

  /// A packument whose members are given as text.
  private static func packument(_ members: String) -> String {
    #"{"_id":"x","_rev":"1-a","name":"x",\#(members),"dist-tags":{"latest":"1.0.0"},"#
      + #""versions":{"1.0.0":{"name":"x","version":"1.0.0"}},"time":{"1.0.0":"2025-01-01T00:00:00.000Z"}}"#
  }

  private static var manyVersions: String {
    let numbers = (0..<100_000).map { "1.\($0).0" }
    let versions = numbers.map { #""\#($0)":{"version":"\#($0)"}"# }.joined(separator: ",")
    let times = numbers.map { #""\#($0)":"2025-01-01T00:00:00Z""# }.joined(separator: ",")
    return #"{"_id":"x","_rev":"1-a","name":"x","versions":{\#(versions)},"time":{\#(times)}}"#
  }

  private static func nested(_ depth: Int) -> String {
    let (open, close) = (
      String(repeating: "[", count: depth), String(repeating: "]", count: depth)
    )
    return packument(#""deep":\#(open)\#(close)"#)
  }

  private static func folder() throws -> HostileFolder {
    var folder = HostileFolder(try ScratchFolder())
    for ecosystem in Ecosystem.allCases { try folder.addSound(ecosystem, "sound") }
    for name in ["..", "nul\u{0}nul", rightToLeft, long] { try folder.addSound(.npm, name) }
    for name in [rightToLeft, long] { try folder.addSound(.pypi, name) }
    try folder.add(.npm, "packument", "deep-500", nested(500))
    try folder.add(.npm, "packument", "deep-600", nested(600))
    try folder.add(.npm, "packument", "deep-10000", nested(10_000))
    try folder.add(
      .npm, "packument", "twice",
      packument(#""description":"first","description":"the last counts""#))
    try folder.add(
      .npm, "packument", "surrogate", packument(#""description":"\ud800 alone""#))
    try folder.add(.npm, "packument", "many", manyVersions)
    try folder.finish()
    return folder
  }

  @Test("Depth, duplicates, lone surrogates, 100,000 versions and odd names in one night")
  func documents() async throws {
    let folder = try Self.folder()
    try await TestRegistries.with(replay: folder.path) { registries in
      let corpus = try TestCorpus()
      for stage in ["crawl", "extract"] {
        let flags = stage == "crawl" ? ["--simulator", registries.url] : []
        let ending = try await AssayProgram().run(
          [stage, "--corpus", corpus.path, "--now", UTCInstant.night(0).iso8601] + flags,
          memory: Self.memory)
        #expect(ending.code == 0, "\(stage): \(ending)")
      }
      let facts = Dictionary(
        uniqueKeysWithValues: try corpus.facts(.npm).map { ($0.package.key, $0) })
      #expect(facts["many"]?.releases.count == 100_000)
      #expect(facts["twice"]?.summaryCharacters == .present("the last counts".count))
      #expect(facts["surrogate"]?.summaryCharacters == .present("? alone".count))
      for name in ["sound", "deep-500", Self.rightToLeft, Self.long] {
        #expect(facts[name]?.releases.count == 1, "\(name.debugDescription)")
      }
      #expect(facts["deep-600"]?.releases.count != 1 && facts["deep-10000"]?.releases.count != 1)
      let rejected = try await corpus.open(.night(0), mode: .read) {
        try await $0.store.rejections(run: $0.runName)
      }
      let stages = Dictionary(
        rejected.map { ($0.package.key, $0.stage) }, uniquingKeysWith: { $1 })
      #expect(stages["deep-600"] == "extract" && stages["deep-10000"] == "extract")
      #expect(stages[".."] == "crawl" && stages["nul\u{0}nul"] == "crawl")
      #expect(stages["many"] == nil && stages["deep-500"] == nil)
      for ecosystem in [Ecosystem.pypi, .crates] {
        #expect(try corpus.facts(ecosystem).map(\.package.key).contains("sound"))
      }
    }
  }

  @Test("A crawl through bombs, padding and cut bodies ends complete, in little memory")
  func bombs() async throws {
    let faults = "bomb=0.2,huge=0.2,gzip=0.2,truncate=0.1"
    try await TestRegistries.with(packages: 60, faults: faults) { registries in
      let corpus = try TestCorpus()
      var peak = 0
      for attempt in 0..<6 {
        let running = try AssayProgram().start([
          "crawl", "--corpus", corpus.path, "--simulator", registries.url, "--now",
          UTCInstant.night(0, hours: 2 * attempt).iso8601,
        ])
        while running.process.isRunning {
          peak = max(peak, Self.peakMiB(running.process.processIdentifier))
          try await Task.sleep(for: .milliseconds(2))
        }
        let ending = try await running.ending()
        #expect([0, 3].contains(ending.code), "\(ending)")
        if ending.code == 0 { break }
        #expect(attempt < 5, "still owed: \(ending.output)")
      }
      #expect((20...600).contains(peak))
      #expect(try await corpus.documents(.night(1)).count > 200)
    }
  }

  /// The most resident memory of a process so far; 0 when it has ended.
  private static func peakMiB(_ process: Int32) -> Int {
    let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) / 1024
  }
}
