import Corpus
import Foundation
import Registries
import Transport

/// What politeness means for the hosts of one registry, seen from its endpoints.
struct RegistryLimits: Sendable {
  let ecosystem: Ecosystem
  private let settings: Settings

  init(_ ecosystem: Ecosystem, _ settings: Settings) {
    self.ecosystem = ecosystem
    self.settings = settings
  }

  var pace: RegistryPace {
    switch ecosystem {
    case .pypi: settings.politeness.pypi
    case .npm: settings.politeness.npm
    case .crates: settings.politeness.crates
    }
  }

  /// The configured addresses of the registry.
  var urls: [String] {
    let endpoints = settings.endpoints
    let all: [String?] =
      switch ecosystem {
      case .pypi: [endpoints.pypi]
      case .npm: [endpoints.npm, endpoints.npmReplicate]
      case .crates: [endpoints.cratesIndex, endpoints.cratesDump]
      }
    return all.compactMap(\.self).filter { !$0.isEmpty }
  }

  /// Whether everything is on this machine, where no rate applies.
  var isLocal: Bool {
    !urls.isEmpty && urls.allSatisfy { HTTPURL($0)?.isLoopback ?? false }
  }

  /// What any host of the registry may be asked for.
  var hostLimits: HostLimits {
    isLocal
      ? .loopback
      : HostLimits(
        requestsPerSecond: pace.requestsPerSecond, maxConcurrent: pace.maxConcurrent)
  }

  /// Hosts that are asked less than the others of the registry.
  var limitsPerHost: [String: HostLimits] {
    guard ecosystem == .crates, !isLocal else { return [:] }
    let slow = settings.politeness.cratesApi
    return [
      "crates.io": HostLimits(
        requestsPerSecond: slow.requestsPerSecond, maxConcurrent: slow.maxConcurrent)
    ]
  }

  /// The rate with so much owed; nil means no limit.
  func rate(owed: Int) -> Double? {
    if isLocal { return nil }
    return owed > settings.politeness.coldStartItems
      ? pace.coldRequestsPerSecond : pace.requestsPerSecond
  }

  /// The hosts that owed documents come from.
  var documentHosts: [String] {
    let url = ecosystem == .crates ? settings.endpoints.cratesIndex : urls.first
    return [url].compactMap { $0.flatMap { HTTPURL($0)?.authority } }
  }
}

extension Settings {
  /// Hosts the user named: their names may lead into a private network, the public defaults' may not.
  var privateHosts: Set<String> {
    let all = Ecosystem.allCases.flatMap { RegistryLimits($0, self).urls }
    var publicSettings = Settings()
    publicSettings.endpoints = .publicDefaults
    let known = Ecosystem.allCases.flatMap { RegistryLimits($0, publicSettings).urls }
    return Set(all.filter { !known.contains($0) }.compactMap { HTTPURL($0)?.host })
  }
}
