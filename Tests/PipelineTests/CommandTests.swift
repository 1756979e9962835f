import Corpus
import Foundation
import Pipeline
import RegistrySimulator
import Testing

/// What scripts see: exit codes, messages and output of the built program.
@Suite(.enabled(if: AssayProgram.path != nil, "assay is not beside the test bundle"))
struct CommandTests {
  /// A wrong call, and what its message must say.
  struct Misuse: Sendable, CustomTestStringConvertible {
    let arguments: [String]
    let says: String
    var testDescription: String { arguments.joined(separator: " ") }
  }

  private static let misuses = [
    Misuse(arguments: ["status"], says: "--corpus DIR"),
    Misuse(arguments: ["crawl"], says: "ASSAY_CORPUS"),
    Misuse(
      arguments: ["crawl", "--corpus", "@", "--now", "tomorrow"], says: "2026-01-02T02:00:00Z"),
    Misuse(
      arguments: ["crawl", "--corpus", "@", "--ecosystem", "pypi,rubygems"], says: "rubygems"),
    Misuse(arguments: ["crawl", "--corpus", "@", "--ecosystem", "pypi"], says: "--pypi-url"),
    Misuse(
      arguments: [
        "crawl", "--corpus", "@", "--ecosystem", "npm", "--npm-url", "https://npm.example",
        "--npm-replicate-url", "https://npm.example",
      ], says: "--contact"),
    Misuse(arguments: ["crawl", "--corpus", "@", "--no-such-flag"], says: "no-such-flag"),
    Misuse(arguments: ["no-such-command"], says: "no-such-command"),
    Misuse(arguments: ["show", "left-pad", "--corpus", "@"], says: "pkg:npm/NAME"),
    Misuse(
      arguments: ["export", "--corpus", "@", "--format", "xlsx", "--output", "@/x"], says: "csv"),
    Misuse(
      arguments: ["crawl", "--corpus", "@", "--packages", "/no/such/file"], says: "/no/such/file"),
    Misuse(arguments: ["simulate", "--packages", "0"], says: "--packages"),
  ]

  @Test("A wrong call ends with 2 and says what to do", arguments: misuses)
  func usage(misuse: Misuse) async throws {
    let scratch = try ScratchFolder()
    let arguments = misuse.arguments.map {
      $0.replacingOccurrences(of: "@", with: "\(scratch.path)/corpus")
    }
    let ending = try await AssayProgram().run(arguments)
    #expect(ending.code == 2, "\(ending)")
    #expect(ending.errors.contains(misuse.says), "\(ending.errors)")
    #expect(ending.output.isEmpty)
  }

  @Test("--version and --help end with 0")
  func help() async throws {
    let program = try AssayProgram()
    #expect(try await program.run(["--version"]).output == "\(Version.current)\n")
    let help = try await program.run(["nightly", "--help"])
    #expect(help.code == 0 && help.output.contains("Example: assay nightly"))
  }

  @Test("A second writer ends with 75 and names the first; readers are let in")
  func locked() async throws {
    let corpus = try TestCorpus()
    try await TestRegistries.with(packages: 30) { registries in
      try await corpus.open(.night(0)) { _ in
        let program = try AssayProgram()
        let second = try await program.run(
          ["crawl", "--corpus", corpus.path, "--simulator", registries.url])
        #expect(second.code == 75, "\(second)")
        #expect(second.errors.contains("process \(ProcessInfo.processInfo.processIdentifier)"))
        let reader = try await program.run(["status", "--corpus", corpus.path])
        #expect(reader.code == 0, "\(reader)")
      }
      #expect(registries.server.requests == 0)
    }
  }

  @Test("A night from the command line, then everything that looks at it")
  func night() async throws {
    try await TestRegistries.with(packages: 60) { registries in
      let corpus = try TestCorpus()
      let program = try AssayProgram()
      try await corpus.open(.night(0)) { try await corpus.importLabels(registries, in: $0) }
      let night = try await program.run([
        "nightly", "--corpus", corpus.path, "--simulator", registries.url, "--now",
        UTCInstant.night(0).iso8601, "--log-format", "json",
      ])
      #expect(night.code == 0, "\(night)")
      #expect(night.output.contains("publish"))
      #expect(night.output.contains("report: \(corpus.path)/runs/2026-01-01T020000"))
      try expectJSONLines(night.errors)
      try await expectViews(of: corpus, program)
      try await expectFiles(of: corpus, program)
    }
  }

  /// Log lines for machines: one object a line, with time, level and message.
  private func expectJSONLines(_ text: String) throws {
    let lines = text.split(separator: "\n")
    #expect(lines.count > 5)
    for line in lines {
      let record = try JSONDecoder().decode([String: String].self, from: Data(line.utf8))
      #expect(Set(record.keys) == ["level", "message", "time"])
    }
  }

  private func expectViews(of corpus: TestCorpus, _ program: AssayProgram) async throws {
    let status = try await program.run(["status"], environment: ["ASSAY_CORPUS": corpus.path])
    #expect(status.code == 0)
    #expect(status.output.contains("runs    1 complete, newest 2026-01-01T020000"))
    #expect(status.output.contains(" 0 owed"))
    let package = try #require(
      try corpus.facts(.npm).first { $0.status == .active && $0.releases.count > 1 }?.package)
    let shown = try await program.run(["show", package.purl, "--corpus", corpus.path])
    #expect(shown.code == 0, "\(shown)")
    #expect(shown.output.hasPrefix("\(package.purl)\nstatus active"))
    for part in ["score", "signals:", "activity releases: present", "stored documents:", "sha256"] {
      #expect(shown.output.contains(part), "\(part)")
    }
    let unknown = try await program.run(
      ["show", "pkg:npm/no-such-package", "--corpus", corpus.path])
    #expect(unknown.code == 1)
    #expect(unknown.errors.contains("nothing about pkg:npm/no-such-package is stored"))
    #expect(unknown.errors.contains("crawl it first"))
    let verified = try await program.run(["verify", "--corpus", corpus.path])
    #expect(verified.code == 0 && verified.output.contains(": sound"))
  }

  private func expectFiles(of corpus: TestCorpus, _ program: AssayProgram) async throws {
    let folder = "\(corpus.path)/exported"
    let exported = try await program.run([
      "export", "--corpus", corpus.path, "--format", "csv", "--output", folder,
    ])
    #expect(exported.code == 0, "\(exported)")
    let scores = try String(contentsOfFile: "\(folder)/scores.csv", encoding: .utf8)
    #expect(scores.hasPrefix("ecosystem,name,"))
    #expect(
      exported.output.contains(
        "\(folder)/scores.csv: \(scores.split(separator: "\r\n").count - 1) rows"))
    let page = "\(corpus.path)/page.html"
    let report = try await program.run(["report", "--corpus", corpus.path, "--output", page])
    #expect(report.code == 0 && report.output == "report: \(page)\n")
    let run = try #require(RunFolder.complete(in: corpus.layout.runs).last)
    #expect(
      FileManager.default.contents(atPath: page)
        == FileManager.default.contents(atPath: "\(corpus.layout.runs)/\(run)/report.html"))
  }

  @Test("The data dictionary in the repository is current, and an old one is refused")
  func dictionary() async throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let current = root.appending(path: "datasets/data-dictionary.md").path
    let program = try AssayProgram()
    let ending = try await program.run(["dictionary", "--check", current])
    #expect(ending.code == 0 && ending.output == "\(current) is current\n", "\(ending)")
    let scratch = try ScratchFolder()
    let old = try scratch.write("# Signals\n", to: "old.md")
    let refused = try await program.run(["dictionary", "--check", old])
    #expect(refused.code == 1 && refused.errors.contains("make dictionary"))
  }

  @Test(
    "A command whose input is missing says which command makes it",
    arguments: [
      (["extract"], 0), (["link"], 1), (["fit"], 1), (["score"], 1), (["evaluate"], 1),
      (["export", "--output", "@/x"], 1), (["report", "--output", "@/x"], 1),
    ])
  func emptyCorpus(arguments: [String], code: Int) async throws {
    let corpus = try TestCorpus()
    try await corpus.open(.night(0)) { _ in }
    let ending = try await AssayProgram().run(
      arguments.map { $0.replacingOccurrences(of: "@", with: corpus.path) }
        + ["--corpus", corpus.path])
    #expect(ending.code == code, "\(ending)")
    if code != 0 { #expect(ending.errors.contains("run `assay"), "\(ending.errors)") }
  }
}
