/// Somebody's statement that a package is malicious.
public struct LabelClaim: Sendable, Hashable, Codable {
  /// What is said about the package.
  public enum Kind: String, Codable, Sendable, CaseIterable {
    case malicious
    /// A harmless demonstration by a researcher.
    case proofOfConcept
    case spam
  }

  /// The report's identifier, as `MAL-2024-10220` or `RUSTSEC-2022-0042`.
  public var report: String
  /// Who says it: one claim per source of a report.
  public var source: String
  public var package: PackageID
  public var kind: Kind
  /// The versions meant, sorted; nil means the whole package.
  public var versions: [String]?
  public var publishedAt: UTCInstant?
  public var modifiedAt: UTCInstant?
  /// When the claim was taken back; a withdrawn claim labels nothing.
  public var withdrawnAt: UTCInstant?
  /// Key of the campaign the report belongs to: near-identical packages of one attacker.
  public var campaign: String

  public init(
    report: String, source: String, package: PackageID, kind: Kind = .malicious,
    versions: [String]? = nil, publishedAt: UTCInstant? = nil, modifiedAt: UTCInstant? = nil,
    withdrawnAt: UTCInstant? = nil, campaign: String
  ) {
    self.report = report
    self.source = source
    self.package = package
    self.kind = kind
    self.versions = versions
    self.publishedAt = publishedAt
    self.modifiedAt = modifiedAt
    self.withdrawnAt = withdrawnAt
    self.campaign = campaign
  }
}

/// A share of malicious items in a named population, with where it comes from.
public struct BaseRate: Sendable, Hashable, Codable {
  public var ecosystem: Ecosystem
  /// `registry` or `arrivals`.
  public var population: String
  /// What is counted: `project`, `release` or `file`.
  public var unit: String
  /// 95 % limits and best guess, each in 0...1.
  public var low: Double
  public var mid: Double
  public var high: Double
  /// Malicious items found and items reviewed, when the rate was counted.
  public var malicious: Int?
  public var reviewed: Int?
  public var source: String
  public var asOf: UTCInstant

  public init(
    ecosystem: Ecosystem, population: String, unit: String, low: Double, mid: Double, high: Double,
    malicious: Int? = nil, reviewed: Int? = nil, source: String, asOf: UTCInstant
  ) {
    self.ecosystem = ecosystem
    self.population = population
    self.unit = unit
    self.low = low
    self.mid = mid
    self.high = high
    self.malicious = malicious
    self.reviewed = reviewed
    self.source = source
    self.asOf = asOf
  }
}
