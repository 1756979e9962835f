import Corpus
import Foundation
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
  private let http: HTTPClient
  private let polite: [Ecosystem: PoliteClient]
  private let limits: [Ecosystem: HostLimits]

  /// - Throws: `PipelineError(.usage)` when an endpoint or the contact is missing; it says how to set it.
  init(settings: Settings, ecosystems: [Ecosystem]) throws {
    let endpoints = settings.endpoints
    try Self.check(settings, ecosystems)
    let agent = "assay/\(Version.current) (+\(settings.contact ?? "loopback only"))"
    let limits = Dictionary(
      uniqueKeysWithValues: ecosystems.map { ($0, Self.limits(settings, for: $0)) })
    let isLocal = limits.values.allSatisfy { $0 == .loopback }
    let http = HTTPClient(
      configuration: HTTPConfiguration(
        userAgent: agent, maxConnectionsPerHost: isLocal ? HostLimits.loopback.maxConcurrent : 3))
    let polite = limits.mapValues { PoliteClient(client: http, limits: $0) }
    self.limits = limits
    self.http = http
    self.polite = polite
    isPyPILocal = limits[.pypi] == .loopback
    journal = PoliteClient(
      client: http,
      limits: isPyPILocal ? .loopback : HostLimits(requestsPerSecond: 0.2, maxConcurrent: 1))
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
  func window(_ ecosystem: Ecosystem) -> Int { 2 * (limits[ecosystem]?.maxConcurrent ?? 1) }

  /// Requests and wire bytes of one ecosystem so far.
  func statistics(_ ecosystem: Ecosystem) -> (requests: Int, wireBytes: Int) {
    let journal = ecosystem == .pypi ? journal.statistics() : []
    return ((polite[ecosystem]?.statistics() ?? []) + journal).reduce((0, 0)) {
      ($0.0 + $1.requests, $0.1 + $1.bytes)
    }
  }

  private static func limits(_ settings: Settings, for ecosystem: Ecosystem) -> HostLimits {
    guard !urls(settings.endpoints, ecosystem).allSatisfy(isLoopback) else { return .loopback }
    var limits = HostLimits()
    limits.requestsPerSecond = settings.requestsPerSecond
    limits.maxConcurrent = settings.maxRequestsPerHost
    return limits
  }

  private static func check(_ settings: Settings, _ ecosystems: [Ecosystem]) throws {
    if ecosystems.contains(.pypi), settings.endpoints.pypi?.isEmpty ?? true {
      throw PipelineError(
        .usage,
        "the Python index is not configured: give --pypi-url URL, set ASSAY_PYPI_URL, or set "
          + "index-url in pip.conf (or use --simulator URL)")
    }
    let remote = ecosystems.flatMap { urls(settings.endpoints, $0) }.filter { !isLoopback($0) }
    if let first = remote.first, settings.contact == nil {
      throw PipelineError(
        .usage,
        "a crawl of \(first) needs a contact for the User-Agent: give --contact MAIL-OR-URL or set "
          + "ASSAY_CONTACT (or use --simulator URL to stay on this machine)")
    }
  }

  private static func urls(_ endpoints: Endpoints, _ ecosystem: Ecosystem) -> [String] {
    switch ecosystem {
    case .pypi: [endpoints.pypi].compactMap(\.self)
    case .npm: [endpoints.npm, endpoints.npmReplicate].compactMap(\.self)
    case .crates:
      [endpoints.cratesIndex, endpoints.cratesDump].compactMap(\.self).filter { !$0.isEmpty }
    }
  }

  private static func isLoopback(_ url: String) -> Bool {
    guard let host = URLComponents(string: url)?.host else { return false }
    return host == "localhost" || host == "::1" || host == "[::1]" || host.hasPrefix("127.")
  }
}
