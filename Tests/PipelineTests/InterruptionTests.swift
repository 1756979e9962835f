import Corpus
import Foundation
import Pipeline
import RegistrySimulator
import Testing

/// A crawl that is stopped at any moment goes on from where it was.
@Suite(.enabled(if: AssayProgram.path != nil, "assay is not beside the test bundle"))
struct InterruptionTests {
  private static func crawl(_ corpus: TestCorpus, _ registries: TestRegistries) -> [String] {
    [
      "crawl", "--corpus", corpus.path, "--simulator", registries.url, "--now",
      UTCInstant.night(0).iso8601,
    ]
  }

  /// What an undisturbed crawl of the same registries stores.
  private static func undisturbed(_ registries: TestRegistries) async throws -> Set<StoredDocument>
  {
    let corpus = try TestCorpus()
    let counts = try await corpus.crawl(registries, .night(0))
    #expect(counts.values.allSatisfy { $0.owed == 0 })
    return try await corpus.documents(.night(0))
  }

  /// Waits until the simulator has had so many more requests, or the program has ended.
  private static func wait(
    for requests: Int, at registries: TestRegistries, _ running: AssayProgram.Running
  ) async throws {
    let goal = registries.server.requests + requests
    for _ in 0..<60_000 where running.process.isRunning && registries.server.requests < goal {
      try await Task.sleep(for: .milliseconds(1))
    }
  }

  /// Crawls to the end and compares with what an undisturbed crawl stored.
  private static func expectComplete(_ corpus: TestCorpus, _ registries: TestRegistries)
    async throws
  {
    let program = try AssayProgram()
    let last = try await program.run(crawl(corpus, registries))
    #expect(last.code == 0, "\(last)")
    let verified = try await program.run(["verify", "--corpus", corpus.path])
    #expect(verified.code == 0 && verified.output.contains(": sound"), "\(verified)")
    #expect(try await corpus.documents(.night(0)) == undisturbed(registries))
  }

  @Test("Killed at random moments, the crawl resumes and loses nothing", arguments: [1])
  func killed(seed: Int) async throws {
    var random = SeededGenerator(state: UInt64(seed))
    try await TestRegistries.with(packages: 60, faults: "slow=0.3") { registries in
      let corpus = try TestCorpus()
      let program = try AssayProgram()
      var kills = 0
      for _ in 0..<5 {
        let running = try program.start(Self.crawl(corpus, registries))
        try await Self.wait(for: Int(random.number(1...200)), at: registries, running)
        running.send(SIGKILL)
        if try await running.ending().code == SIGKILL { kills += 1 }
      }
      #expect(kills > 0)
      try await Self.expectComplete(corpus, registries)
    }
  }

  @Test("Killed in any stage, the night starts over and writes the same tables")
  func killedInAnyStage() async throws {
    try await TestRegistries.with(packages: 60) { registries in
      let (calm, killed) = (try TestCorpus(), try TestCorpus())
      for corpus in [calm, killed] {
        try await corpus.open(.night(0)) { try await corpus.importLabels(registries, in: $0) }
        // What a repository's document says of its contributors depends on the corpus's salt.
        try Data(0..<32).write(to: URL(filePath: corpus.layout.contributorSalt))
      }
      let run = RunFolder.name(at: .night(0))
      let places = [
        "stages/releases-npm.parquet", "stages/facts-crates.parquet", "stages/edges-npm.parquet",
        "models/\(Ecosystem.npm.rawValue)-\(run).json", "stages/scores-npm.parquet",
        "stages/sweep-npm.parquet",
      ]
      var kills = 0
      for place in places {
        let running = try AssayProgram().start(Self.night(killed, registries))
        let path = "\(killed.path)/\(place)"
        for _ in 0..<60_000
        where running.process.isRunning && !FileManager.default.fileExists(atPath: path) {
          try await Task.sleep(for: .milliseconds(1))
        }
        running.send(SIGKILL)
        if try await running.ending().code == SIGKILL { kills += 1 }
        if kills == places.count { #expect(RunFolder.complete(in: killed.layout.runs).isEmpty) }
      }
      // On a busy machine a run may be over before it is seen in the place.
      #expect(kills > places.count / 2)
      // What a run leaves that is killed while it writes its folder.
      let leftover = "\(killed.layout.runs)/.\(run).incomplete/tables"
      try FileManager.default.createDirectory(
        atPath: leftover, withIntermediateDirectories: true)
      try Data("PAR1".utf8).write(to: URL(filePath: "\(leftover)/old.parquet"))
      for corpus in [calm, killed] {
        let night = try await AssayProgram().run(Self.night(corpus, registries))
        #expect(night.code == 0, "\(night)")
      }
      let tables = try [calm, killed].map { try contents(of: "\($0.layout.runs)/\(run)/tables") }
      #expect(tables[0].count > 15)
      // The table of runs holds how many requests this crawl took.
      #expect(differences(tables[0], tables[1]) == ["runs.parquet"])
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: killed.layout.runs) == [run])
    }
  }

  private static func night(_ corpus: TestCorpus, _ registries: TestRegistries) -> [String] {
    ["nightly"] + crawl(corpus, registries).dropFirst()
  }

  @Test(
    "SIGTERM ends with 3 after what was finished is stored, and nothing is put off",
    arguments: [30, 150])
  func terminated(requests: Int) async throws {
    try await TestRegistries.with(packages: 60, faults: "slow=0.3") { registries in
      let corpus = try TestCorpus()
      let running = try AssayProgram().start(Self.crawl(corpus, registries))
      try await Self.wait(for: requests, at: registries, running)
      running.send(SIGTERM)
      let ending = try await running.ending()
      #expect(ending.code == 3, "\(ending)")
      #expect(ending.errors.contains("interrupted: what was finished is stored"))
      #expect(!ending.errors.contains("could not be read"))
      try await Self.expectComplete(corpus, registries)
    }
  }

  @Test("A full disk is named, and the crawl goes on when there is room", arguments: [16, 200])
  func diskFull(limit: Int) async throws {
    try await TestRegistries.with(packages: 60) { registries in
      let corpus = try TestCorpus()
      let ending = try await AssayProgram().run(
        Self.crawl(corpus, registries), limit: limit)
      #expect(ending.code == 1, "\(ending)")
      #expect(ending.errors.contains("free some space and run again"), "\(ending.errors)")
      try await Self.expectComplete(corpus, registries)
    }
  }
}
