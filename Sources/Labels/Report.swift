package import Corpus

/// One report of a malicious package as a label file states it, before it becomes claims.
package struct Report: Sendable {
  /// What one source says about the package.
  package struct Statement: Sendable, Equatable {
    package var source: String
    /// The versions meant, sorted; nil means the whole package.
    package var versions: [String]?
    /// Says that every version is meant and lists some at once.
    package var contradictsItself: Bool

    /// What `source` says: these versions, or the whole package.
    package init(source: String, versions: [String]?, contradictsItself: Bool = false) {
      self.source = source
      self.versions = versions
      self.contradictsItself = contradictsItself
    }
  }

  package var id: String
  package var package: PackageID
  /// The package's name as the report spells it; its text repeats that, not the key.
  package var name: String
  package var kind: LabelClaim.Kind = .malicious
  package var publishedAt: UTCInstant?
  package var modifiedAt: UTCInstant?
  package var withdrawnAt: UTCInstant?
  /// The words of the report.
  package var text = ""
  /// One a source, sorted by source; never empty.
  package var statements: [Statement]
  /// Who reported it as the document says; empty when it names nobody.
  package var reporters: [String] = []
  /// Domains, addresses and URLs of the attacker, as the report names them. They are never contacted.
  package var indicators: [String] = []
  /// The campaign the report itself names; nil mostly.
  package var explicitCampaign: String?
  /// The account that published the package; nil where the report does not say.
  package var publisher: String?
  /// Digests of the package's contents, as the report gives them.
  package var contentHashes: [String] = []

  /// A report by one or more sources.
  package init(id: String, package: PackageID, statements: [Statement]) {
    self.id = id
    self.package = package
    name = package.key
    self.statements = statements
  }

  /// One claim a source.
  func claims(campaign: String) -> [LabelClaim] {
    statements.map { statement in
      LabelClaim(
        report: id, source: statement.source, package: package, kind: kind,
        versions: statement.versions, publishedAt: publishedAt, modifiedAt: modifiedAt,
        withdrawnAt: withdrawnAt, campaign: campaign,
        contradictsItself: statement.contradictsItself)
    }
  }
}
