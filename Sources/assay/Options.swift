import ArgumentParser
import Corpus
import Foundation
import Logging
import Pipeline
import RegistrySimulator

/// Where the corpus is and how to talk while working.
struct CorpusOptions: ParsableArguments {
  @Option(help: "The corpus folder (or ASSAY_CORPUS).")
  var corpus: String?

  @Option(help: "The moment of the run, ISO 8601; the clock's time when left out.")
  var now: String?

  @Option(help: "Log lines for people or machines: text or json.")
  var logFormat: LogFormat = .text

  @Flag(name: .shortAndLong, help: "Log every item.")
  var verbose = false

  /// - Throws: `ValidationError` when no corpus is named.
  func path() throws -> String {
    let environment = ProcessInfo.processInfo.environment["ASSAY_CORPUS"]
    guard let path = corpus ?? environment, !path.isEmpty else {
      throw ValidationError("no corpus: give --corpus DIR or set ASSAY_CORPUS")
    }
    return path
  }

  func instant() throws -> UTCInstant {
    guard let now else { return UTCInstant(date: Date()) }
    guard let instant = UTCInstant(parsing: now) else {
      throw ValidationError("--now \(now) is no moment: write it as 2026-01-02T02:00:00Z")
    }
    return instant
  }
}

enum LogFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json
}

/// Where the registries are.
struct EndpointOptions: ParsableArguments {
  @Option(help: "A running simulator: sets all five addresses.")
  var simulator: String?

  @Option(help: "The Python index (or ASSAY_PYPI_URL, or pip's own setting).")
  var pypiUrl: String?

  @Option(help: "The npm registry (or ASSAY_NPM_URL).")
  var npmUrl: String?

  @Option(help: "npm's replication feed (or ASSAY_NPM_REPLICATE_URL).")
  var npmReplicateUrl: String?

  @Option(help: "crates.io's sparse index (or ASSAY_CRATES_INDEX_URL).")
  var cratesIndexUrl: String?

  @Option(help: "crates.io's database dump (or ASSAY_CRATES_DUMP_URL); empty for none.")
  var cratesDumpUrl: String?

  @Option(help: "Mail address or URL for the User-Agent (or ASSAY_CONTACT).")
  var contact: String?

  @Flag(help: "Read PyPI's journal besides its list (or ASSAY_PYPI_CHANGELOG=1): quicker news.")
  var pypiChangelog = false

  /// The endpoints named by flags; `--simulator` fills what is not named one by one.
  var endpoints: Endpoints {
    let named = Endpoints(
      pypi: pypiUrl, npm: npmUrl, npmReplicate: npmReplicateUrl, cratesIndex: cratesIndexUrl,
      cratesDump: cratesDumpUrl)
    guard let simulator else { return named }
    let urls = SimulatorEndpoints(base: simulator)
    return named.filled(
      from: Endpoints(
        pypi: urls.pypi, npm: urls.npm, npmReplicate: urls.npmReplicate,
        cratesIndex: urls.cratesIndex, cratesDump: urls.cratesDump, gitHosts: urls.gitHosts))
  }
}

extension Settings {
  /// The settings of a command: its flags over the environment, the corpus's `assay.json` and the defaults.
  static func of(_ endpoints: EndpointOptions?, corpus path: String) throws -> Settings {
    let environment = ProcessInfo.processInfo.environment
    var settings = try layered(
      flags: endpoints?.endpoints ?? Endpoints(), contact: endpoints?.contact, corpus: path,
      environment: environment)
    if endpoints?.pypiChangelog == true || environment["ASSAY_PYPI_CHANGELOG"] == "1" {
      settings.pypiChangelog = true
    }
    return settings
  }
}

/// Which ecosystems a command works on.
struct EcosystemOptions: ParsableArguments {
  @Option(help: "Ecosystems, separated by commas: pypi,npm,crates.")
  var ecosystem = "pypi,npm,crates"

  /// Each ecosystem once, in the order of the tables.
  func list() throws -> [Ecosystem] {
    let named = try ecosystem.split(separator: ",", omittingEmptySubsequences: false).map { name in
      guard let ecosystem = Ecosystem(rawValue: String(name)) else {
        throw ValidationError("--ecosystem «\(name)»: choose from pypi, npm, crates")
      }
      return ecosystem
    }
    return Set(named).sorted()
  }
}

/// One command's work on the corpus that its options name.
enum CommandRun {
  static func with(
    _ options: CorpusOptions, _ endpoints: EndpointOptions? = nil,
    access: CorpusSession.Access = .writing, _ body: (RunContext) async throws -> Void
  ) async throws {
    let path = try options.path()
    let settings = try Settings.of(endpoints, corpus: path)
    let showsBar = Progress.terminalIsInteractive && options.logFormat == .text
    try await CorpusSession.run(
      path: path, access: access, settings: settings, now: options.instant(),
      log: logger(options), progress: Progress(isEnabled: showsBar), body)
  }

  static func logger(_ options: CorpusOptions) -> Logger {
    let format = options.logFormat
    var logger = Logger(label: "assay") { _ in LineLogHandler(format: format) }
    logger.logLevel = options.verbose ? .debug : .info
    return logger
  }
}
