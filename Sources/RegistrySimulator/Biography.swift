import Corpus

/// One release of a simulated package.
struct SimulatedRelease: Sendable, Equatable {
  var version: String
  /// Milliseconds since 1970.
  var time: Int64
  /// Account that published it.
  var publisher: Int
  var isPrerelease = false
  var isYanked = false
  var isAttested = false
}

/// Everything a package's documents say, made anew from its number whenever it is needed.
struct Biography: Sendable {
  var releases: [SimulatedRelease] = []
  /// Accounts that may publish.
  var maintainers: [Int] = []
  var summary = "A small package."
  var readme = ""
  var licence: String?
  var keywords: [String] = []
  var classifiers = 0
  var homepage: String?
  var documentation: String?
  var repository: String?
  /// Whether that is the repository of another package.
  var isRepositoryBorrowed = false
  /// The folder within the repository; nil for its root.
  var directory: String?
  /// Names of popular packages.
  var dependencies: [String] = []
  var hasInstallHook = false
  var hasSource = false
  var hasTypes = false
  /// Files besides the module itself.
  var extraFiles = 0
  var isDeprecated = false
  var downloads = 20
  var vulnerabilities = 0
  /// Which kind of bad input the documents show; 0 for none.
  var oddity = 0

  /// The newest stable release that is not yanked, else the newest.
  var current: SimulatedRelease? {
    releases.last { !$0.isPrerelease && !$0.isYanked } ?? releases.last
  }
}

extension Biography {
  /// Where an attested release was built: in the package's own repository, or its new owner's after a change of hands.
  func build(
    of release: SimulatedRelease, package: SimulatedPackage, accounts: Accounts, commit: String
  ) -> BuildIdentity {
    let base = package.name.split(separator: "/").last.map(String.init) ?? package.name
    let changed = package.events.contains { $0.kind == .ownership && $0.time < release.time }
    let owner = (changed ? maintainers.last : maintainers.first).map(accounts.login) ?? "nobody"
    let own = "https://github.com/\(owner)/\(base)"
    let claimed = isRepositoryBorrowed || changed ? nil : repository
    return BuildIdentity(
      repository: claimed ?? own, commit: commit, tag: "v\(release.version)", time: release.time)
  }
}

/// How much an archetype has of everything.
struct ArchetypeShape: Sendable {
  var releases: ClosedRange<Int>
  /// Mean days between releases.
  var gap: Double
  var maintainers: ClosedRange<Int>
  var repository: Double
  var licence: Double
  /// Characters of the readme.
  var readme: ClosedRange<Int>
  var keywords: ClosedRange<Int>
  var dependencies: ClosedRange<Int>
  var homepage: Double
  var attested: Double
  var installHook: Double
  var source: Double
  var types: Double
  var files: ClosedRange<Int>
  var downloads: ClosedRange<Int>

  static let hobby = ArchetypeShape(
    releases: 1...8, gap: 40, maintainers: 1...2, repository: 0.6, licence: 0.8,
    readme: 100...1500, keywords: 0...4, dependencies: 0...4, homepage: 0.3, attested: 0.03,
    installHook: 0.04, source: 0.6, types: 0.2, files: 1...12, downloads: 30...5000)
  static let maintained = ArchetypeShape(
    releases: 6...24, gap: 45, maintainers: 1...4, repository: 0.93, licence: 0.97,
    readme: 800...5000, keywords: 2...8, dependencies: 1...7, homepage: 0.6, attested: 0.35,
    installHook: 0.03, source: 0.95, types: 0.6, files: 5...60, downloads: 2000...200_000)
  static let popular = ArchetypeShape(
    releases: 15...45, gap: 35, maintainers: 2...6, repository: 0.99, licence: 0.99,
    readme: 1500...9000, keywords: 3...10, dependencies: 0...5, homepage: 0.8, attested: 0.5,
    installHook: 0.02, source: 0.99, types: 0.8, files: 10...120,
    downloads: 500_000...90_000_000)

  /// The shape of an archetype; nil for neglected packages, which have nothing.
  static func of(_ archetype: Archetype) -> ArchetypeShape? {
    switch archetype {
    case .neglected: nil
    case .hobby: hobby
    case .maintained: maintained
    case .popular: popular
    }
  }
}
