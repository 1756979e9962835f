import ArgumentParser
import Corpus
import Foundation
import Pipeline

struct Crawl: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Fetch what changed and store it.",
    discussion: """
      Example: assay crawl --corpus demo --simulator http://127.0.0.1:8700 --ecosystem npm
               assay crawl --corpus corpus --plan
      """)

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

  @Flag(help: "Say what would be fetched, how long it takes and what it costs; send nothing.")
  var plan = false

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
    if plan { return try await printPlan(options) }
    try await CommandRun.with(corpus, endpoints) { context in
      let counts = try await CrawlStage.run(options, in: context)
      print(Summary.crawl(counts))
      if counts.values.contains(where: { $0.owed > 0 || $0.feedFailure != nil }) {
        throw ExitWithVerdict(code: 3)
      }
    }
  }
}

extension Crawl {
  /// Opens the corpus for reading, if there is one: a plan changes nothing.
  private func printPlan(_ options: CrawlOptions) async throws {
    let path = try corpus.path()
    let settings = try Settings.layered(
      flags: endpoints.endpoints, contact: endpoints.contact, corpus: path,
      environment: ProcessInfo.processInfo.environment)
    let plans = try await CrawlPlan.all(
      options, corpus: path, settings: settings, now: corpus.instant())
    print(Summary.plan(plans))
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
