import ArgumentParser
import Corpus
import Pipeline

struct ImportPopularity: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "popularity",
    abstract: "Downloads or ranks from JSON (counts.json, also within its .tgz) or CSV, also .zst.",
    discussion:
      "Example: assay import popularity top-pypi.csv.zst --date 2026-04-01 --corpus corpus")

  @Argument(help: "The file.")
  var path: String

  @OptionGroup var corpus: CorpusOptions

  @Option(help: "The name of the source; the file's name when left out.")
  var source: String?

  @Option(help: "pypi, npm or crates; what the form of the file tells when left out.")
  var ecosystem: String?

  @Option(help: "The day the list is of, as 2026-04-01; what it says, or today, when left out.")
  var date: String?

  func run() async throws {
    let ecosystem = try ecosystem.map { name in
      guard let ecosystem = Ecosystem(rawValue: name) else {
        throw ValidationError("--ecosystem «\(name)»: choose from pypi, npm, crates")
      }
      return ecosystem
    }
    let day = try date.map { text in
      guard let day = UTCInstant(parsing: "\(text)T00:00:00Z") else {
        throw ValidationError("--date \(text) is no day: write it as 2026-04-01")
      }
      return day
    }
    try await CommandRun.with(corpus) { context in
      let list = try await PopularityStage.run(
        path: path, source: source, ecosystem: ecosystem, date: day, in: context)
      print(Summary.popularity(list))
    }
  }
}
