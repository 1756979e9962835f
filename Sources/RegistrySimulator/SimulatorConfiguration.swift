package import Corpus

/// What the simulated registries hold and where they listen.
package struct SimulatorConfiguration: Sendable, Equatable {
  /// Packages per registry on day 0, without those of the reported campaigns.
  package var packages: Int
  package var seed: UInt64
  /// Nights passed since 2026-01-01T02:00:00Z.
  package var day: Int
  /// The moment that is served; nil means the night of the day.
  package var moment: UTCInstant?
  /// How long the malicious packages of later days live, in hours on average; nil means as reported cases do.
  package var malwareHours: Double?
  /// Calls that PyPI's journal answers in one served moment; the real one has this limit an hour.
  package var journalCalls = 3600
  /// Whether PyPI archives projects without a trace in list and journal, as the real one does.
  package var archivesSilently = false
  /// A folder of recorded documents to serve instead of a generated population.
  package var replay: String?
  /// The port to listen on; 0 takes any free one.
  package var port: UInt16
  package var ecosystems: [Ecosystem]
  /// Where documents say that files are; nil means the server's own address.
  package var origin: String?
  /// Share of malicious packages among the unlabelled.
  package var prior: Double
  package var faults: FaultPlan

  package init(
    packages: Int = 3000, seed: UInt64 = 1, day: Int = 0, replay: String? = nil, port: UInt16 = 0,
    ecosystems: [Ecosystem] = Ecosystem.allCases, origin: String? = nil, prior: Double = 0.01575,
    faults: FaultPlan = FaultPlan(), malwareHours: Double? = nil
  ) {
    self.packages = packages
    self.seed = seed
    self.day = day
    self.malwareHours = malwareHours
    self.replay = replay
    self.port = port
    self.ecosystems = ecosystems
    self.origin = origin
    self.prior = prior
    self.faults = faults
  }

  /// What the time is.
  var now: Int64 { moment?.milliseconds ?? SimulatedTime.night(day) }

  /// Serves a moment: the day is the one whose night is next.
  package mutating func move(to moment: UTCInstant) {
    self.moment = moment
    let passed = moment.milliseconds - SimulatedTime.firstNight
    day = max(0, Int((passed + SimulatedTime.day - 1) / SimulatedTime.day))
  }

  /// The address documents give for files.
  var documentOrigin: String { origin ?? "http://127.0.0.1:\(port)" }
}

/// The five addresses of a running simulator, made from its base by fixed suffixes.
package struct SimulatorEndpoints: Sendable, Equatable {
  /// `/simple/`, `/simple/NAME/` and `/pypi/NAME/json` are below it.
  package let pypi: String
  /// Packuments are below it.
  package let npm: String
  /// `/registry/`, `/registry/_changes` and `/registry/_all_docs` are below it.
  package let npmReplicate: String
  /// `config.json` and index files are below it.
  package let cratesIndex: String
  /// The database dump itself.
  package let cratesDump: String
  /// The base URL of each simulated git host, by the name it has in documents.
  package let gitHosts: [String: String]

  /// `base` is scheme, host and port, as `http://127.0.0.1:8000`; a slash at its end is dropped.
  package init(base: String) {
    let root = base.hasSuffix("/") ? String(base.dropLast()) : base
    pypi = root + "/pypi"
    npm = root + "/npm"
    npmReplicate = root + "/npm-replicate"
    cratesIndex = root + "/crates-index"
    cratesDump = root + "/crates-dump/db-dump.tar.gz"
    let hosts = ["bitbucket.org", "codeberg.org", "github.com", "gitlab.com"]
    gitHosts = Dictionary(uniqueKeysWithValues: hosts.map { ($0, "\(root)/git/\($0)") })
  }
}

/// Why the simulator cannot do what it was asked.
package struct SimulatorError: Error, CustomStringConvertible {
  package enum Code: String, Sendable {
    case badFaults, badReplay, archive, listen
  }

  package var code: Code
  /// What failed, where, and what to do about it.
  package var message: String
  package var cause: (any Error)?

  init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.cause = cause
  }

  package var description: String {
    "\(code.rawValue): \(message)\(cause.map { " (\($0))" } ?? "")"
  }
}
