/// Where a package stands in its registry.
public enum PackageStatus: String, Codable, Sendable, CaseIterable {
  case active
  /// PyPI: the project is archived by its owner (PEP 792).
  case archived
  /// PyPI: hidden by administrators as suspected malware.
  case quarantined
  /// npm: every version was taken back.
  case unpublished
  /// npm: replaced by the registry's security placeholder.
  case holder
  /// The registry no longer knows the name.
  case deleted
}

/// What the newest documents say about one package, independent of "now": instants and counts, never ages.
public struct PackageFacts: Sendable, Equatable {
  public var package: PackageID
  /// The name as its registry spells it.
  public var displayName: String
  public var status: PackageStatus
  /// When the newest document behind these facts was fetched.
  public var observedAt: UTCInstant
  /// Counts the packages that had this name, from 1; see `StateChange.generation`.
  public var generation: Int
  /// When the package that had the name before was last seen; nil in the first generation.
  public var generationSince: UTCInstant?
  /// SHA-256 (hex) of the document the facts were decoded from; several are joined by `+`.
  public var documentDigest: String
  /// Sorted by publish time (unknown last), then by the bytes of the version.
  public var releases: [ReleaseFacts]
  /// The version the registry shows by default; nil when it shows none.
  public var currentVersion: String?
  /// Characters (Unicode scalars) of the one-line summary.
  public var summaryCharacters: Observation<Int>
  /// Characters (Unicode scalars) of the readme or long description.
  public var readmeCharacters: Observation<Int>
  /// The licence as an SPDX-like expression or short text, at most 100 characters.
  public var licence: Observation<String>
  public var keywordCount: Observation<Int>
  /// PyPI trove classifiers or crates.io categories.
  public var classifierCount: Observation<Int>
  /// The homepage's URL.
  public var homepage: Observation<String>
  /// The documentation's URL.
  public var documentation: Observation<String>
  public var repository: Observation<RepositoryClaim>
  /// Registry accounts that may publish, in the registry's own spelling, sorted.
  public var maintainers: Observation<[String]>
  /// Dependencies of the current version, sorted by (kind, name).
  public var dependencies: Observation<[Dependency]>
  /// Whether the current version is deprecated by its author.
  public var deprecated: Observation<Bool>
  /// Whether installing the current version runs code of the package.
  public var installHook: Observation<Bool>
  /// Whether the current version has only a source distribution.
  public var sourceOnly: Observation<Bool>
  /// Whether the current version ships type declarations.
  public var typeDeclarations: Observation<Bool>
  /// Files in the current version.
  public var fileCount: Observation<Int>
  /// Unpacked bytes of the current version (npm), size of the archive (crates.io), or total size of its files (PyPI).
  public var sizeBytes: Observation<Int64>
  /// Downloads over all time, where the registry counts them.
  public var downloads: Observation<Int64>
  /// Published vulnerability reports that are not withdrawn.
  public var vulnerabilityCount: Observation<Int>

  /// Facts that say nothing yet: every observation is `notCollected`.
  public init(package: PackageID, observedAt: UTCInstant) {
    self.package = package
    self.displayName = package.key
    self.status = .active
    self.observedAt = observedAt
    self.generation = 1
    self.generationSince = nil
    self.documentDigest = ""
    self.releases = []
    self.summaryCharacters = .notCollected
    self.readmeCharacters = .notCollected
    self.licence = .notCollected
    self.keywordCount = .notCollected
    self.classifierCount = .notCollected
    self.homepage = .notCollected
    self.documentation = .notCollected
    self.repository = .notCollected
    self.maintainers = .notCollected
    self.dependencies = .notCollected
    self.deprecated = .notCollected
    self.installHook = .notCollected
    self.sourceOnly = .notCollected
    self.typeDeclarations = .notCollected
    self.fileCount = .notCollected
    self.sizeBytes = .notCollected
    self.downloads = .notCollected
    self.vulnerabilityCount = .notCollected
  }
}

/// One released version of a package.
public struct ReleaseFacts: Sendable, Equatable {
  /// The version exactly as the registry spells it.
  public var version: String
  /// Registry time of publication; nil when the registry gives none that can be read.
  public var publishedAt: UTCInstant?
  public var isPrerelease: Bool
  /// Yanked (PyPI, crates.io): still there, but not chosen.
  public var isYanked: Bool
  /// Listed by the registry's times but without content any more (npm unpublished version).
  public var isRemoved: Bool
  /// The account that published it, where the registry says.
  public var publisher: String?
  /// Whether the registry holds a provenance attestation for it; nil when that is not known.
  public var isAttested: Bool?

  public init(
    version: String, publishedAt: UTCInstant?, isPrerelease: Bool = false, isYanked: Bool = false,
    isRemoved: Bool = false, publisher: String? = nil, isAttested: Bool? = nil
  ) {
    self.version = version
    self.publishedAt = publishedAt
    self.isPrerelease = isPrerelease
    self.isYanked = isYanked
    self.isRemoved = isRemoved
    self.publisher = publisher
    self.isAttested = isAttested
  }

  /// The order of `PackageFacts.releases`.
  public static func precedes(_ left: Self, _ right: Self) -> Bool {
    let leftTime = left.publishedAt?.milliseconds ?? .max
    let rightTime = right.publishedAt?.milliseconds ?? .max
    if leftTime != rightTime { return leftTime < rightTime }
    return left.version.utf8.lexicographicallyPrecedes(right.version.utf8)
  }
}

/// One dependency of the current version.
public struct Dependency: Sendable, Hashable {
  public enum Kind: String, Codable, Sendable, CaseIterable {
    case runtime, optional, peer, build, development
  }

  /// The target's join key in the same ecosystem; for `isDirectURL`, the name it is used under.
  public var name: String
  public var kind: Kind
  /// The requirement as written, cut at 256 bytes.
  public var requirement: String
  /// Fetched from a URL, git or a local path instead of the registry.
  public var isDirectURL: Bool

  public init(name: String, kind: Kind, requirement: String, isDirectURL: Bool = false) {
    self.name = name
    self.kind = kind
    self.requirement = requirement
    self.isDirectURL = isDirectURL
  }
}

/// The repository a package says it comes from: a claim, not a proof.
public struct RepositoryClaim: Sendable, Hashable {
  /// Lower-case host, as `github.com`.
  public var host: String
  /// `owner/name` (GitLab groups may nest), lower-case on the four big hosts.
  public var path: String
  /// The folder inside the repository; nil for its root.
  public var subdirectory: String?
  /// Which field named it, as `repository` or `homepage`: how strong the claim is.
  public var rule: String

  public init(host: String, path: String, subdirectory: String? = nil, rule: String) {
    self.host = host
    self.path = path
    self.subdirectory = subdirectory
    self.rule = rule
  }

  /// `host/owner/name`: equal for two packages that claim the same repository.
  public var key: String { "\(host)/\(path)" }

  /// The account the repository belongs to: the first path segment.
  public var owner: String { String(path.prefix { $0 != "/" }) }
}
