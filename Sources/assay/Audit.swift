import ArgumentParser
import Corpus
import Foundation
import Pipeline

struct Audit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Find a registry's base rate by reviewing a random sample of its packages.",
    discussion: """
      Example: assay audit draw --ecosystem npm --n 600 --output sheet.csv --corpus corpus
               (fill in the column verdict: malicious or good)
               assay audit read sheet.csv --corpus corpus
      """,
    subcommands: [DrawAudit.self, ReadAudit.self])
}

struct DrawAudit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "draw",
    abstract:
      "Draw packages that nobody reported, more where malice is likelier, as a sheet to fill in.",
    discussion:
      "Example: assay audit draw --ecosystem npm --n 600 --output sheet.csv --corpus corpus")

  @OptionGroup var corpus: CorpusOptions

  @Option(help: "The ecosystem: pypi, npm or crates.")
  var ecosystem: String

  @Option(name: .customLong("n"), help: "How many packages to review.")
  var reviews = 600

  @Option(help: "Another seed draws other packages.")
  var seed: UInt64 = 1

  @Option(help: "The sheet to write, CSV.")
  var output: String

  func run() async throws {
    guard let ecosystem = Ecosystem(rawValue: ecosystem) else {
      throw ValidationError("--ecosystem «\(ecosystem)»: choose from pypi, npm, crates")
    }
    guard reviews > 0 else { throw ValidationError("--n \(reviews): give a count above 0") }
    guard !FileManager.default.fileExists(atPath: output) else {
      throw ValidationError("\(output) is there already: name another file, or remove it")
    }
    try await CommandRun.with(corpus, access: .reading) { context in
      let drawn = try await AuditDraw.run(
        ecosystem, reviews: reviews, seed: seed, to: output, in: context)
      print(drawn.text)
    }
  }
}

struct ReadAudit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read",
    abstract: "Read a filled-in sheet and store its base rate, with its interval and provenance.",
    discussion: "Example: assay audit read sheet.csv --corpus corpus")

  @Argument(help: "The filled-in sheet.")
  var sheet: String

  @OptionGroup var corpus: CorpusOptions

  func run() async throws {
    try await CommandRun.with(corpus) { context in
      print(try await AuditRead.run(path: sheet, in: context).text)
    }
  }
}
