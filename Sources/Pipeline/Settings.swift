import Foundation

/// Where the registries are; nil means not configured.
package struct Endpoints: Codable, Sendable, Equatable {
  package var pypi: String?
  package var npm: String?
  package var npmReplicate: String?
  package var cratesIndex: String?
  package var cratesDump: String?
  /// The base URL of each git host that may be asked, by its name in claims; nil means not configured.
  package var gitHosts: [String: String]?

  package init(
    pypi: String? = nil, npm: String? = nil, npmReplicate: String? = nil,
    cratesIndex: String? = nil, cratesDump: String? = nil, gitHosts: [String: String]? = nil
  ) {
    self.pypi = pypi
    self.npm = npm
    self.npmReplicate = npmReplicate
    self.cratesIndex = cratesIndex
    self.cratesDump = cratesDump
    self.gitHosts = gitHosts
  }

  /// The public addresses that have one; the Python index is always the user's own setting.
  package static let publicDefaults = Endpoints(
    npm: "https://registry.npmjs.org", npmReplicate: "https://replicate.npmjs.com",
    cratesIndex: "https://index.crates.io", cratesDump: "https://static.crates.io/db-dump.tar.gz")

  /// The same endpoints with gaps filled from `other`.
  package func filled(from other: Endpoints) -> Endpoints {
    Endpoints(
      pypi: pypi ?? other.pypi, npm: npm ?? other.npm,
      npmReplicate: npmReplicate ?? other.npmReplicate,
      cratesIndex: cratesIndex ?? other.cratesIndex, cratesDump: cratesDump ?? other.cratesDump,
      gitHosts: gitHosts ?? other.gitHosts)
  }
}

/// Limits of one night beyond which its tables are not published as complete.
package struct CertificateThresholds: Codable, Sendable, Equatable {
  /// Largest share of expected items that may fail or stay owed before the verdict is `partial`.
  package var maximumMissingShare = 0.01
  /// Largest relative loss of packages against the last published run before the verdict is `hold`.
  package var maximumPackageLoss = 0.05
  /// Largest rise of a signal's share of missing values before the verdict is `hold`.
  package var maximumMissingSignalRise = 0.10
  /// Largest population stability index of the score distribution before the verdict is `hold`.
  package var maximumScoreShift = 0.25

  package init() {}
}

/// Everything that steers a run, after flags, environment, `assay.json` and defaults were layered.
package struct Settings: Codable, Sendable, Equatable {
  package var endpoints = Endpoints()
  /// Mail address or URL for the User-Agent; a crawl beyond loopback needs it.
  package var contact: String?
  /// How fast registries are asked, and how much in a month.
  package var politeness = Politeness()
  /// The proxy of all requests but those to loopback; nil takes it from the environment.
  package var proxy: String?
  /// Waits before a stale answer is asked for again, in seconds.
  package var staleRetrySeconds: [Double] = [1, 2, 4]
  /// How long an item that failed waits for its next turn, in hours.
  package var retryAfterHours = 1.0
  /// Largest share of packages that may be rejected before a stage stops.
  package var maximumRejectedShare = 0.2
  /// A project list with fewer names than this share below the known ones is taken for cut off.
  package var maximumLostListShare = 0.02
  /// Share of the requests that new names and new releases get while other work waits.
  package var freshShare = 0.3
  /// How long after a new name was first fetched it is looked at again, in hours.
  package var revisitHours: [Double] = [1, 24, 168]
  /// Seconds between two looks for new names while a long crawl works.
  package var freshPollSeconds = 300.0
  /// Whether PyPI's journal is read besides its list of projects.
  package var pypiChangelog = false
  /// Minutes between two reads of PyPI's list by a watch; its edge keeps a copy for that long. Ignored on loopback.
  package var pypiListMinutes = 30.0
  /// Nights in which every PyPI project is looked at once without a reason; 0 for never.
  package var slowCycleNights = 60
  /// Days between two comparisons of all npm ids.
  package var npmCompareDays = 7.0
  /// Hours between two looks of a watch for a new database dump.
  package var dumpCheckHours = 6.0
  /// Hours after which a database dump is reported as stale.
  package var staleDumpHours = 48.0
  /// Repositories visited in one run at most: what three requests a second come to in three hours.
  package var repositoryVisits = 30_000
  package var thresholds = CertificateThresholds()

  package init() {}

  /// Layers environment and the corpus's `assay.json` below the flags given.
  ///
  /// - Parameters:
  ///   - flags: endpoints named on the command line, which win.
  ///   - environment: the process environment, `ASSAY_…` variables.
  /// - Throws: `PipelineError` when `assay.json` cannot be read.
  package static func layered(
    flags: Endpoints, contact: String?, corpus: String, environment: [String: String]
  ) throws -> Settings {
    var settings = try fromFile(corpus + "/assay.json") ?? Settings()
    let fromEnvironment = Endpoints(
      pypi: environment["ASSAY_PYPI_URL"], npm: environment["ASSAY_NPM_URL"],
      npmReplicate: environment["ASSAY_NPM_REPLICATE_URL"],
      cratesIndex: environment["ASSAY_CRATES_INDEX_URL"],
      cratesDump: environment["ASSAY_CRATES_DUMP_URL"])
    let pip = Endpoints(pypi: PipConfiguration.indexHost(environment: environment))
    settings.endpoints =
      flags.filled(from: fromEnvironment).filled(from: settings.endpoints).filled(from: pip)
      .filled(from: .publicDefaults)
    settings.contact = contact ?? environment["ASSAY_CONTACT"] ?? settings.contact
    return settings
  }

  private static func fromFile(_ path: String) throws -> Settings? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    do {
      let data = try Data(contentsOf: URL(fileURLWithPath: path))
      return try JSONDecoder().decode(PartialSettings.self, from: data).settings.checked()
    } catch {
      throw PipelineError(
        .usage, "\(path) is not a settings file: correct it or remove it", cause: error)
    }
  }
}

extension Settings {
  /// - Throws: `PipelineError(.usage)` naming the setting that makes no sense.
  fileprivate func checked() throws -> Settings {
    func require(_ holds: Bool, _ name: String, _ rule: String) throws {
      guard holds else { throw PipelineError(.usage, "\(name) must be \(rule)") }
    }
    try politeness.check()
    try require(
      staleRetrySeconds.allSatisfy { (0...3600).contains($0) }, "staleRetrySeconds",
      "a list of waits from 0 to 3600")
    // An item put off by nothing would be tried again in the same run, without end.
    try require((0.01...8760).contains(retryAfterHours), "retryAfterHours", "from 0.01 to 8760")
    try require(
      revisitHours.allSatisfy { (0.01...8760).contains($0) }, "revisitHours",
      "a list of hours from 0.01 to 8760")
    try require(freshPollSeconds >= 10, "freshPollSeconds", "at least 10")
    try require((0...3650).contains(slowCycleNights), "slowCycleNights", "from 0 to 3650")
    let intervals = [
      ("pypiListMinutes", pypiListMinutes), ("npmCompareDays", npmCompareDays),
      ("dumpCheckHours", dumpCheckHours), ("staleDumpHours", staleDumpHours),
    ]
    for (name, interval) in intervals { try require(interval >= 0, name, "at least 0") }
    try require(repositoryVisits >= 0, "repositoryVisits", "at least 0")
    let shares = [
      ("freshShare", freshShare),
      ("maximumRejectedShare", maximumRejectedShare),
      ("maximumLostListShare", maximumLostListShare),
      ("maximumMissingShare", thresholds.maximumMissingShare),
      ("maximumPackageLoss", thresholds.maximumPackageLoss),
      ("maximumMissingSignalRise", thresholds.maximumMissingSignalRise),
    ]
    for (name, share) in shares { try require((0...1).contains(share), name, "from 0 to 1") }
    try require(thresholds.maximumScoreShift >= 0, "maximumScoreShift", "at least 0")
    return self
  }
}

/// `assay.json`: any subset of the thresholds.
private struct PartialThresholds: Decodable {
  var maximumMissingShare: Double?
  var maximumPackageLoss: Double?
  var maximumMissingSignalRise: Double?
  var maximumScoreShift: Double?

  var thresholds: CertificateThresholds {
    var all = CertificateThresholds()
    all.maximumMissingShare = maximumMissingShare ?? all.maximumMissingShare
    all.maximumPackageLoss = maximumPackageLoss ?? all.maximumPackageLoss
    all.maximumMissingSignalRise = maximumMissingSignalRise ?? all.maximumMissingSignalRise
    all.maximumScoreShift = maximumScoreShift ?? all.maximumScoreShift
    return all
  }
}

/// `assay.json`: any subset of the settings.
private struct PartialSettings: Decodable {
  var endpoints: Endpoints?
  var contact: String?
  var politeness: PartialPoliteness?
  var proxy: String?
  var staleRetrySeconds: [Double]?
  var retryAfterHours: Double?
  var maximumRejectedShare: Double?
  var maximumLostListShare: Double?
  var freshShare: Double?
  var revisitHours: [Double]?
  var freshPollSeconds: Double?
  var pypiChangelog: Bool?
  var pypiListMinutes: Double?
  var slowCycleNights: Int?
  var npmCompareDays: Double?
  var dumpCheckHours: Double?
  var staleDumpHours: Double?
  var repositoryVisits: Int?
  var thresholds: PartialThresholds?

  var settings: Settings {
    var settings = Settings()
    settings.endpoints = endpoints ?? settings.endpoints
    settings.contact = contact
    settings.politeness = politeness?.politeness ?? settings.politeness
    settings.proxy = proxy
    settings.staleRetrySeconds = staleRetrySeconds ?? settings.staleRetrySeconds
    settings.retryAfterHours = retryAfterHours ?? settings.retryAfterHours
    settings.maximumRejectedShare = maximumRejectedShare ?? settings.maximumRejectedShare
    settings.maximumLostListShare = maximumLostListShare ?? settings.maximumLostListShare
    fillFeeds(of: &settings)
    settings.repositoryVisits = repositoryVisits ?? settings.repositoryVisits
    settings.thresholds = thresholds?.thresholds ?? settings.thresholds
    return settings
  }

  private func fillFeeds(of settings: inout Settings) {
    settings.freshShare = freshShare ?? settings.freshShare
    settings.revisitHours = revisitHours ?? settings.revisitHours
    settings.freshPollSeconds = freshPollSeconds ?? settings.freshPollSeconds
    settings.pypiChangelog = pypiChangelog ?? settings.pypiChangelog
    settings.pypiListMinutes = pypiListMinutes ?? settings.pypiListMinutes
    settings.slowCycleNights = slowCycleNights ?? settings.slowCycleNights
    settings.npmCompareDays = npmCompareDays ?? settings.npmCompareDays
    settings.dumpCheckHours = dumpCheckHours ?? settings.dumpCheckHours
    settings.staleDumpHours = staleDumpHours ?? settings.staleDumpHours
  }
}

/// The Python index the user's own pip is set to.
package enum PipConfiguration {
  /// The scheme and host part of pip's index URL, without a trailing `/simple`; nil when pip has no setting.
  package static func indexHost(environment: [String: String]) -> String? {
    if let url = environment["PIP_INDEX_URL"], !url.isEmpty { return withoutSimple(url) }
    for path in paths(environment) {
      guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { continue }
      if let url = indexURL(inConfiguration: text) { return withoutSimple(url) }
    }
    return nil
  }

  /// The value of `index-url` in the text of a `pip.conf`.
  static func indexURL(inConfiguration text: String) -> String? {
    for line in text.split(whereSeparator: \.isNewline) {
      let parts = line.split(separator: "=", maxSplits: 1)
      guard parts.count == 2 else { continue }
      if parts[0].trimmingCharacters(in: .whitespaces) == "index-url" {
        return parts[1].trimmingCharacters(in: .whitespaces)
      }
    }
    return nil
  }

  private static func paths(_ environment: [String: String]) -> [String] {
    let home = environment["HOME"] ?? ""
    // pip's own way of asking for no settings file at all.
    if environment["PIP_CONFIG_FILE"] == "/dev/null" { return [] }
    let configured = environment["PIP_CONFIG_FILE"].map { [$0] } ?? []
    return configured + ["\(home)/.config/pip/pip.conf", "\(home)/.pip/pip.conf", "/etc/pip.conf"]
  }

  private static func withoutSimple(_ url: String) -> String {
    var trimmed = url
    while trimmed.hasSuffix("/") { trimmed.removeLast() }
    if trimmed.hasSuffix("/simple") { trimmed.removeLast("/simple".count) }
    return trimmed
  }
}
