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
  /// Says that every version is meant and names only some: where the list leaves any out, it labels nothing.
  public var contradictsItself: Bool

  public init(
    report: String, source: String, package: PackageID, kind: Kind = .malicious,
    versions: [String]? = nil, publishedAt: UTCInstant? = nil, modifiedAt: UTCInstant? = nil,
    withdrawnAt: UTCInstant? = nil, campaign: String, contradictsItself: Bool = false
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
    self.contradictsItself = contradictsItself
  }

  /// Claims kept before contradictions were noted have none.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    report = try values.decode(String.self, forKey: .report)
    source = try values.decode(String.self, forKey: .source)
    package = try values.decode(PackageID.self, forKey: .package)
    kind = try values.decode(Kind.self, forKey: .kind)
    versions = try values.decodeIfPresent([String].self, forKey: .versions)
    publishedAt = try values.decodeIfPresent(UTCInstant.self, forKey: .publishedAt)
    modifiedAt = try values.decodeIfPresent(UTCInstant.self, forKey: .modifiedAt)
    withdrawnAt = try values.decodeIfPresent(UTCInstant.self, forKey: .withdrawnAt)
    campaign = try values.decode(String.self, forKey: .campaign)
    contradictsItself =
      try values.decodeIfPresent(Bool.self, forKey: .contradictsItself) ?? false
  }
}
