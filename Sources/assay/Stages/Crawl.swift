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
               assay crawl --corpus corpus --contact you@example.org --watch 5m
      A watch runs until SIGTERM or Ctrl-C; other commands get the corpus between its rounds.
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

  @Option(
    help:
      "The fresh lane: look for new packages this often (30s, 5m, 1h) and fetch them before all else."
  )
  var watch: WatchInterval?

  func validate() throws {
    guard limit ?? 1 > 0 else { throw ValidationError("--limit must be at least 1") }
    guard watch == nil || (packages == nil && limit == nil && corpus.now == nil) else {
      throw ValidationError(
        "--watch goes by the clock and the feeds: leave out --packages, --limit, --now")
    }
  }

  func run() async throws {
    if let watch { return try await keepWatch(every: watch.duration) }
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

  private func keepWatch(every interval: Duration) async throws {
    let path = try corpus.path()
    let settings = try Settings.of(endpoints, corpus: path)
    let plan = WatchStage.Plan(
      path: path, settings: settings, ecosystems: try ecosystems.list(), interval: interval,
      now: { UTCInstant(date: Date()) })
    let showsBar = Progress.terminalIsInteractive && corpus.logFormat == .text
    try await WatchStage.run(
      plan, log: CommandRun.logger(corpus), progress: Progress(isEnabled: showsBar))
  }
}

/// A time span as `30s`, `5m` or `1h`.
struct WatchInterval: ExpressibleByArgument {
  let duration: Duration

  /// Nil for anything else, and for less than a second or more than a day.
  init?(argument: String) {
    let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600]
    guard let unit = argument.last.flatMap({ units[$0] }), let count = Int(argument.dropLast()),
      count > 0, count <= 86_400 / unit
    else { return nil }
    duration = .seconds(count * unit)
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
