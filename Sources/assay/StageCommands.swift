import ArgumentParser
import Corpus
import Foundation
import Pipeline

struct Crawl: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Fetch what changed and store it.",
    discussion:
      "Example: assay crawl --corpus demo --simulator http://127.0.0.1:8700 --ecosystem npm")

  @OptionGroup var corpus: CorpusOptions
  @OptionGroup var endpoints: EndpointOptions
  @OptionGroup var ecosystems: EcosystemOptions

  @Option(
    help:
      "Visit only the names in this file, one a line; ECOSYSTEM:NAME where more than one ecosystem is crawled."
  )
  var packages: String?

  @Option(help: "At most this many documents per ecosystem.")
  var limit: Int?

  func validate() throws {
    guard limit ?? 1 > 0 else { throw ValidationError("--limit must be at least 1") }
  }

  func run() async throws {
    var options = CrawlOptions()
    options.ecosystems = try ecosystems.list()
    options.limit = limit
    options.onlyPackages = try packages.map {
      try NameList.read(path: $0, ecosystems: options.ecosystems)
    }
    try await CommandRun.with(corpus, endpoints) { context in
      let counts = try await CrawlStage.run(options, in: context)
      print(Summary.crawl(counts))
      if counts.values.contains(where: { $0.owed > 0 || $0.feedFailure != nil }) {
        throw ExitWithVerdict(code: 3)
      }
    }
  }
}

/// A file of package names, one a line.
enum NameList {
  static func read(path: String, ecosystems: [Ecosystem]) throws -> [Ecosystem: [String]] {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw ValidationError("cannot read the names in \(path)")
    }
    var names: [Ecosystem: [String]] = Dictionary(uniqueKeysWithValues: ecosystems.map { ($0, []) })
    for line in text.split(whereSeparator: \.isNewline) where !line.isEmpty {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2, let ecosystem = Ecosystem(rawValue: String(parts[0])) {
        names[ecosystem]?.append(String(parts[1]))
      } else if ecosystems.count == 1 {
        names[ecosystems[0]]?.append(String(line))
      } else {
        throw ValidationError("\(path): write «\(line)» as ECOSYSTEM:NAME, or name one --ecosystem")
      }
    }
    return names
  }
}

struct Extract: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Turn the newest documents into facts; only changed packages are decoded.",
    discussion: "Example: assay extract --corpus corpus --as-of 2026-01-02T00:00:00Z")

  @OptionGroup var corpus: CorpusOptions
  @OptionGroup var ecosystems: EcosystemOptions

  @Option(help: "Use what was known at this moment, ISO 8601.")
  var asOf: String?

  func run() async throws {
    let moment = try asOf.map { text in
      guard let instant = UTCInstant(parsing: text) else {
        throw ValidationError("--as-of \(text) is no moment: write it as 2026-01-02T02:00:00Z")
      }
      return instant
    }
    let list = try ecosystems.list()
    try await CommandRun.with(corpus) { context in
      _ = try await ExtractStage.run(list, asOf: moment, in: context)
    }
  }
}

struct Link: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Connect packages and turn facts into signals.",
    discussion: "Example: assay link --corpus corpus")

  @OptionGroup var corpus: CorpusOptions
  @OptionGroup var ecosystems: EcosystemOptions

  func run() async throws {
    let list = try ecosystems.list()
    try await CommandRun.with(corpus) { try LinkStage.run(list, in: $0) }
  }
}

struct Fit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Fit a reference: bins, weights of evidence, likelihood ratios, from signals, labels and base rates.",
    discussion: "Example: assay fit --corpus corpus --ecosystem npm")

  @OptionGroup var corpus: CorpusOptions
  @OptionGroup var ecosystems: EcosystemOptions

  func run() async throws {
    let list = try ecosystems.list()
    try await CommandRun.with(corpus) { try await FitStage.run(list, in: $0) }
  }
}

struct Score: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Score every package against a reference.",
    discussion: "Example: assay score --corpus corpus --model npm-20260103")

  @OptionGroup var corpus: CorpusOptions
  @OptionGroup var ecosystems: EcosystemOptions

  @Option(help: "The reference's id; the newest of each ecosystem when left out.")
  var model: String?

  func run() async throws {
    let list = try ecosystems.list()
    try await CommandRun.with(corpus) { try await ScoreStage.run(list, model: model, in: $0) }
  }
}

struct Evaluate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Measure precision at stated base rates, coverage of good, and what the data can tell.",
    discussion: "Example: assay evaluate --corpus corpus")

  @OptionGroup var corpus: CorpusOptions
  @OptionGroup var ecosystems: EcosystemOptions

  func run() async throws {
    let list = try ecosystems.list()
    try await CommandRun.with(corpus) { try await EvaluateStage.run(list, in: $0) }
  }
}

struct Export: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write all tables as Parquet and CSV.",
    discussion: "Example: assay export --corpus corpus --format parquet,csv --output tables")

  @OptionGroup var corpus: CorpusOptions

  @Option(help: "parquet, csv, or both separated by a comma.")
  var format = "parquet,csv"

  @Option(help: "The folder to write to; it is created.")
  var output: String

  func run() async throws {
    let named = try format.split(separator: ",", omittingEmptySubsequences: false).map { name in
      guard let format = TableFormat(rawValue: String(name)) else {
        throw ValidationError("--format «\(name)»: choose from parquet, csv")
      }
      return format
    }
    let formats = TableFormat.allCases.filter(named.contains)
    try await CommandRun.with(corpus, access: .reading) { context in
      let tables = try await ExportStage.run(formats: formats, to: output, in: context)
      print(Summary.tables(tables, folder: output))
    }
  }
}

struct Report: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the report of the newest run as one HTML page.",
    discussion: "Example: assay report --corpus corpus --output report.html")

  @OptionGroup var corpus: CorpusOptions

  @Option(help: "The file to write.")
  var output: String

  func run() async throws {
    try await CommandRun.with(corpus, access: .reading) { context in
      try await ReportStage.rewrite(to: output, in: context)
      print("report: \(output)")
    }
  }
}

struct Nightly: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run every stage in order, then certify the run.",
    discussion: """
      Example: assay nightly --corpus corpus --contact you@example.org
      Exit codes: 0 published, 3 partial, 4 held, 75 another run holds the corpus.
      """)

  @OptionGroup var corpus: CorpusOptions
  @OptionGroup var endpoints: EndpointOptions
  @OptionGroup var ecosystems: EcosystemOptions

  func run() async throws {
    var options = CrawlOptions()
    options.ecosystems = try ecosystems.list()
    try await CommandRun.with(corpus, endpoints) { context in
      let night = try await NightlyRun.run(options, in: context)
      print(Summary.night(night))
      guard night.certificate.verdict == .publish else {
        throw ExitWithVerdict(code: night.certificate.verdict.exitCode)
      }
    }
  }
}
