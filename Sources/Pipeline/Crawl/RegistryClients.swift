import Corpus
import Registries
import Transport

/// The three registries' clients over one HTTP client, made from the settings.
struct RegistryClients: Sendable {
  let pypi: PyPIClient?
  let npm: NpmClient?
  let crates: CratesClient?
  /// PyPI's journal, which has a rate of its own: one call in five seconds.
  let journal: PoliteClient
  /// Whether all of PyPI's addresses are on this machine.
  let isPyPILocal: Bool
  /// Whether crates.io's database dump is configured; without it names come from a file.
  let hasCratesDump: Bool
  /// What may still be sent this month; `turn(to:)` names the run before anything is sent.
  let ledger: RequestLedger
  private let http: HTTPClient
  private let polite: [Ecosystem: PoliteClient]
  private let limits: [Ecosystem: RegistryLimits]

  /// - Throws: `PipelineError(.usage)` when an endpoint or the contact is missing; it says how to set it.
  init(settings: Settings, ecosystems: [Ecosystem]) throws {
    let endpoints = settings.endpoints
    try Self.check(settings, ecosystems)
    let limits = Dictionary(
      uniqueKeysWithValues: ecosystems.map { ($0, RegistryLimits($0, settings)) })
    let http = HTTPClient(configuration: Self.configuration(settings, limits))
    let ledger = RequestLedger(ecosystems)
    let polite = limits.mapValues {
      PoliteClient(
        client: http, limits: $0.hostLimits, limitsPerHost: $0.limitsPerHost,
        budget: ledger.budget($0.ecosystem))
    }
    self.ledger = ledger
    self.limits = limits
    self.http = http
    self.polite = polite
    isPyPILocal = limits[.pypi]?.isLocal ?? false
    journal = PoliteClient(
      client: http,
      limits: isPyPILocal ? .loopback : HostLimits(requestsPerSecond: 0.2, maxConcurrent: 1),
      budget: ledger.budget(.pypi))
    pypi = polite[.pypi].map { PyPIClient(base: endpoints.pypi ?? "", http: $0) }
    npm = polite[.npm].map {
      NpmClient(
        registry: endpoints.npm ?? "", replicate: endpoints.npmReplicate ?? "", http: $0)
    }
    crates = polite[.crates].map {
      CratesClient(index: endpoints.cratesIndex ?? "", dump: endpoints.cratesDump ?? "", http: $0)
    }
    hasCratesDump = endpoints.cratesDump?.isEmpty == false
  }

  func shutdown() { http.shutdown() }

  /// Items in flight: twice the concurrency a host allows, so that no request waits for the next name.
  func window(_ ecosystem: Ecosystem) -> Int {
    2 * (limits[ecosystem]?.hostLimits.maxConcurrent ?? 1)
  }

  /// What was asked of each host of one ecosystem so far.
  func statistics(_ ecosystem: Ecosystem) -> [HostStatistics] {
    let journal = ecosystem == .pypi ? journal.statistics() : []
    return ((polite[ecosystem]?.statistics() ?? []) + journal).merged()
  }

  /// Sets the rate of the hosts that documents come from: a cold start is slower than a night.
  func setRate(_ ecosystem: Ecosystem, owed: Int) {
    guard let limits = limits[ecosystem] else { return }
    for host in limits.documentHosts {
      polite[ecosystem]?.setRate(limits.rate(owed: owed), of: host)
    }
  }

  private static func configuration(
    _ settings: Settings, _ limits: [Ecosystem: RegistryLimits]
  ) -> HTTPConfiguration {
    let isLocal = limits.values.allSatisfy(\.isLocal)
    return HTTPConfiguration(
      userAgent: "assay/\(Version.current) (+\(settings.contact ?? "loopback only"))",
      maxConnectionsPerHost: isLocal ? HostLimits.loopback.maxConcurrent : 3,
      privateHosts: settings.privateHosts, proxy: settings.proxy)
  }

  private static func check(_ settings: Settings, _ ecosystems: [Ecosystem]) throws {
    if ecosystems.contains(.pypi), settings.endpoints.pypi?.isEmpty ?? true {
      throw PipelineError(
        .usage,
        "the Python index is not configured: give --pypi-url URL, set ASSAY_PYPI_URL, or set "
          + "index-url in pip.conf (or use --simulator URL)")
    }
    let remote = ecosystems.flatMap { RegistryLimits($0, settings).urls }.filter {
      !(HTTPURL($0)?.isLoopback ?? false)
    }
    if let first = remote.first, settings.contact == nil {
      throw PipelineError(
        .usage,
        "a crawl of \(first) needs a contact for the User-Agent: give --contact MAIL-OR-URL or set "
          + "ASSAY_CONTACT (or use --simulator URL to stay on this machine)")
    }
  }
}
