package import Corpus

/// Three simulated registries on one night, without a network.
///
/// Everything follows from seed, number of packages and day; documents are made when asked for.
package struct World: Sendable {
  package internal(set) var configuration: SimulatorConfiguration
  /// The night, or the moment that is served: day 0 is 2026-01-01T02:00:00Z.
  package let now: UTCInstant
  private let populations: [Ecosystem: Population]

  package init(_ configuration: SimulatorConfiguration) {
    self.configuration = configuration
    now = UTCInstant(milliseconds: configuration.now)
    populations = Dictionary(
      uniqueKeysWithValues: configuration.ecosystems.map { ($0, Population($0, configuration)) })
  }

  /// The world as it was on the last night: what a daily dump shows.
  var lastNight: World {
    let passed = now.milliseconds - SimulatedTime.firstNight
    guard passed > 0, passed % SimulatedTime.day != 0 else { return self }
    var then = configuration
    then.day = Int(passed / SimulatedTime.day)
    then.moment = nil
    then.ecosystems = [.crates]
    return World(then)
  }

  /// The population of a registry; nil when it is not simulated.
  func population(_ ecosystem: Ecosystem) -> Population? { populations[ecosystem] }

  /// All packages of a registry that ever appeared, in order of creation.
  package func packages(_ ecosystem: Ecosystem) -> [SimulatedPackage] {
    populations[ecosystem]?.packages ?? []
  }

  /// The package of this name; nil when the registry never had it.
  package func package(_ id: PackageID) -> SimulatedPackage? {
    guard let population = populations[id.ecosystem] else { return nil }
    return population.byKey[id.key].map { population.packages[$0] }
  }

  /// How a registry presents a package tonight.
  package func presence(of package: SimulatedPackage) -> Presence {
    package.presence(at: now.milliseconds)
  }

  /// The exact probability that a package of this archetype is malicious among the unlabelled.
  package func posterior(of package: SimulatedPackage) -> Double {
    package.archetype.posterior(prior: configuration.prior)
  }

  /// Everything a package's documents say.
  func biography(of package: SimulatedPackage) -> Biography {
    guard let population = populations[package.ecosystem] else { return Biography() }
    return BiographyWriter.write(package, in: population, accounts: accounts(package.ecosystem))
  }

  /// The accounts of a registry.
  func accounts(_ ecosystem: Ecosystem) -> Accounts {
    Accounts(
      names: PackageNames(ecosystem: ecosystem, seed: configuration.seed),
      packages: configuration.packages)
  }

  // MARK: Documents

  /// The body of a document about one package; nil when the registry answers 404.
  ///
  /// Kinds: `projectJSON` and `simpleDetail`, `packument`, `indexFile`.
  package func document(_ kind: DocumentKind, _ package: SimulatedPackage) -> [UInt8]? {
    let presence = presence(of: package)
    guard presence != .gone else { return nil }
    switch (kind, package.ecosystem) {
    case (.projectJSON, .pypi):
      return presence == .active ? pypi(package).projectJSON() : nil
    case (.simpleDetail, .pypi):
      return pypi(package).simpleDetail(isQuarantined: presence == .quarantined)
    case (.packument, .npm): return npm(package).packument(presence)
    case (.indexFile, .crates): return crates(package).indexFile()
    default: return nil
    }
  }

  /// The body of the crates.io database dump.
  package func databaseDump() throws -> [UInt8] {
    try CratesDump.archive(self)
  }

  /// The version a feed promises for a package: PyPI serial, npm revision; nil for crates.io.
  package func version(of package: SimulatedPackage) -> String? {
    switch package.ecosystem {
    case .pypi: String(package.serial)
    case .npm: NpmDocuments.revision(package)
    case .crates: nil
    }
  }

  func pypi(_ package: SimulatedPackage) -> PyPIDocuments {
    PyPIDocuments(
      package: package, biography: biography(of: package), accounts: accounts(.pypi),
      origin: configuration.documentOrigin)
  }

  func npm(_ package: SimulatedPackage) -> NpmDocuments {
    NpmDocuments(
      package: package, biography: biography(of: package), accounts: accounts(.npm),
      origin: configuration.documentOrigin)
  }

  func crates(_ package: SimulatedPackage) -> CratesDocuments {
    CratesDocuments(package: package, biography: biography(of: package))
  }
}
