import Corpus
import Foundation
import Pipeline
import Storage
import Testing

/// `assay crawl --watch` as users run it, beside other commands.
@Suite struct WatchTests {
  @Test(
    "A watch fills the corpus, lets a night have its turn, tells a second watch, and ends in order",
    .enabled(if: AssayProgram.path != nil))
  func besideANight() async throws {
    try await TestRegistries.with(packages: 30) { registries in
      let corpus = try TestCorpus()
      let program = try AssayProgram()
      let place = ["--corpus", corpus.path, "--simulator", registries.url]
      let watch = try program.start(["crawl", "--watch", "1s", "--pypi-changelog"] + place)
      // The first round has begun when there is something to read.
      while !FileManager.default.fileExists(atPath: "\(corpus.path)/catalog.sqlite"),
        watch.process.isRunning
      {
        try await Task.sleep(for: .milliseconds(5))
      }
      let second = try await program.run(["crawl", "--watch", "1s"] + place)
      #expect(second.code == 75, "\(second)")
      #expect(second.errors.contains("another watch runs on \(corpus.path)"))
      let night = try await program.run(["nightly"] + place)
      #expect(night.code == 0, "\(night)")
      #expect(watch.process.isRunning)
      watch.send(SIGTERM)
      let ending = try await watch.ending()
      #expect(ending.code == 0, "\(ending)")
      #expect(ending.errors.contains("watch: told to end"))
      #expect(try await corpus.documents(.distantFuture).count >= 120)
    }
  }

  @Test(
    "An interval is a number and a unit, and a watch goes by the clock",
    .enabled(if: AssayProgram.path != nil),
    arguments: [
      ["5"], ["0s"], ["5d"], ["-1m"], ["25h"], ["5m", "--limit", "3"], ["5m", "--now", "x"],
    ])
  func badIntervals(arguments: [String]) async throws {
    let scratch = try ScratchFolder()
    let ending = try await AssayProgram().run(
      ["crawl", "--corpus", scratch.path, "--watch"] + arguments)
    #expect([2, 64].contains(ending.code), "\(ending)")
    #expect(!FileManager.default.fileExists(atPath: "\(scratch.path)/catalog.sqlite"))
  }

  @Test("Only one waits for a corpus at a time, and only as long as it lives")
  func turns() throws {
    let scratch = try ScratchFolder()
    #expect(try !CorpusTurn.isAsked(scratch.path) && !CorpusTurn.isWatched(scratch.path))
    do {
      let turn = try CorpusTurn.ask(scratch.path)
      #expect(turn != nil)
      #expect(try CorpusTurn.isAsked(scratch.path) && CorpusTurn.ask(scratch.path) == nil)
      withExtendedLifetime(turn) {}
    }
    #expect(try !CorpusTurn.isAsked(scratch.path))
  }
}
