package import Corpus

/// What the labels say about each row of a table: malicious with a campaign, set aside, or unlabelled.
///
/// Source: scoring method, sections 1 and 5.1.
package struct LabelledRows: Sendable {
  /// The campaign of a row labelled malicious; nil for every other row.
  package private(set) var campaigns: [String?]
  /// Rows that count neither as malicious nor as unlabelled.
  package private(set) var excluded: [Bool]
  /// Why a row is set aside; nil when it is not.
  package private(set) var reasons: [String?]

  /// - Parameters:
  ///   - facts: in the table's row order.
  ///   - claims: all claims; withdrawn ones label nothing.
  package init(facts: [PackageFacts], claims: [LabelClaim]) {
    let active = Dictionary(grouping: claims.filter { $0.withdrawnAt == nil }, by: \.package)
    campaigns = []
    excluded = []
    reasons = []
    for facts in facts {
      let claims = (active[facts.package] ?? []).filter { Self.isAboutGeneration(of: facts, $0) }
      let role = Self.role(of: facts, claims: claims)
      campaigns.append(role.campaign)
      excluded.append(role.reason != nil)
      reasons.append(role.reason)
    }
  }

  private static func role(of facts: PackageFacts, claims: [LabelClaim]) -> (
    campaign: String?, reason: String?
  ) {
    if facts.releases.isEmpty {
      return (nil, facts.isTakenDown ? "only a placeholder was ever seen" : "no release")
    }
    // npm's holder has a release of its own, whose facts are the registry's and not the attacker's.
    guard !facts.showsOnlyPlaceholder else { return (nil, "only a placeholder was ever seen") }
    guard !claims.isEmpty else {
      // The population of a stock is what is live (method, section 1), and what a registry takes
      // down before anybody reports it is malicious far more often than the base rate says.
      return (nil, facts.isTakenDown ? "gone without a report" : nil)
    }
    let malicious = claims.filter { $0.kind == .malicious }
    guard !malicious.isEmpty else { return (nil, "reported as \(claims[0].kind.rawValue)") }
    if malicious.allSatisfy({ isAboutSomeVersions($0, of: facts) }) {
      return (nil, "only some versions are reported: a hijacked package is no malicious package")
    }
    let campaign = malicious.map(\.campaign).min { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return (campaign, nil)
  }

  /// Whether a claim is not about a package that had the name before: a name taken again inherits no labels.
  ///
  /// Source: registry protocols, section 9.5.
  private static func isAboutGeneration(of facts: PackageFacts, _ claim: LabelClaim) -> Bool {
    guard let since = facts.generationSince, let published = claim.publishedAt else { return true }
    let first = facts.releases.compactMap(\.publishedAt).min() ?? since
    return published >= first
  }

  /// Whether a claim leaves out a version that is still there.
  private static func isAboutSomeVersions(_ claim: LabelClaim, of facts: PackageFacts) -> Bool {
    guard let versions = claim.versions else { return false }
    let reported = Set(versions)
    return facts.releases.contains { !$0.isRemoved && !reported.contains($0.version) }
  }
}

extension PackageFacts {
  /// Whether every release is what npm publishes in place of removed malware.
  var showsOnlyPlaceholder: Bool {
    !releases.isEmpty && releases.allSatisfy { $0.version.hasPrefix("0.0.1-security") }
  }
}
