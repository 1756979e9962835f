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
  /// Who publishes each row: rows of one account never stand on both sides of a split.
  package let groups: [String]
  /// When each row was first published, in epoch milliseconds; nil when the registry gives no time.
  package let times: [Double?]
  /// What became of a row's labels; nil for a row without any.
  package private(set) var states: [LabelState?]

  /// - Parameters:
  ///   - facts: in the table's row order.
  ///   - claims: all claims; withdrawn ones label nothing.
  ///   - popular: packages that so many depend on that a label without a list of versions is a mistake.
  package init(facts: [PackageFacts], claims: [LabelClaim], popular: Set<PackageID> = []) {
    let known = Dictionary(grouping: claims, by: \.package)
    campaigns = []
    excluded = []
    reasons = []
    groups = facts.map(Self.group)
    times = facts.map { facts in
      facts.releases.compactMap(\.publishedAt).min().map { Double($0.milliseconds) }
    }
    states = []
    for facts in facts {
      let claims = known[facts.package] ?? []
      let standing = claims.filter { $0.withdrawnAt == nil }
      let own = standing.filter { Self.isAboutGeneration(of: facts, $0) }
      let role = Role(of: facts, claims: own, isPopular: popular.contains(facts.package))
      campaigns.append(role.campaign)
      excluded.append(role.reason != nil)
      reasons.append(role.reason)
      let unheeded: LabelState = standing.isEmpty ? .withdrawn : .earlierGeneration
      states.append(role.state ?? (claims.isEmpty ? nil : unheeded))
    }
  }

  /// The newest known publisher, else the first maintainer, else the package itself.
  private static func group(of facts: PackageFacts) -> String {
    let publisher = facts.releases.last { $0.publisher != nil }?.publisher
    return (publisher ?? facts.maintainers.value?.first).map { "account/\($0)" }
      ?? "package/\(facts.package.key)"
  }

  /// Whether a claim is not about a package that had the name before: a name taken again inherits no labels.
  ///
  /// Source: registry protocols, section 9.5.
  private static func isAboutGeneration(of facts: PackageFacts, _ claim: LabelClaim) -> Bool {
    guard let since = facts.generationSince, let published = claim.publishedAt else { return true }
    let first = facts.releases.compactMap(\.publishedAt).min() ?? since
    return published >= first
  }
}

/// What becomes of the labels of one package.
package enum LabelState: String, Sendable, CaseIterable {
  /// Counts as malicious.
  case malicious
  /// Every claim was taken back: an unlabelled package like any other.
  case withdrawn
  /// Another package that had the name before is meant: unlabelled.
  case earlierGeneration = "earlier_generation"
  /// Versions of a good package are meant: no malicious package.
  case hijackedVersions = "hijacked_versions"
  case proofOfConcept = "proof_of_concept"
  case spam
  /// Every version and a list that leaves some out.
  case contradictory
  /// The whole package is meant, and many depend on it.
  case popular
  /// Nothing but a placeholder was ever seen.
  case placeholder
  /// Nothing about the package is stored.
  case notStored = "not_stored"
}

/// What one row is, by its facts and the claims that stand.
private struct Role {
  var campaign: String?
  /// Why it is set aside; nil when it is not.
  var reason: String?
  var state: LabelState?

  init(of facts: PackageFacts, claims: [LabelClaim], isPopular: Bool) {
    if facts.releases.isEmpty {
      reason = facts.isTakenDown ? "only a placeholder was ever seen" : "no release"
      state = claims.isEmpty ? nil : .placeholder
    } else if facts.showsOnlyPlaceholder {
      // npm's holder has a release of its own, whose facts are the registry's and not the attacker's.
      reason = "only a placeholder was ever seen"
      state = claims.isEmpty ? nil : .placeholder
    } else if claims.isEmpty {
      // The population of a stock is what is live (method, section 1), and what a registry takes
      // down before anybody reports it is malicious far more often than the base rate says.
      reason = facts.isTakenDown ? "gone without a report" : nil
    } else {
      label(facts, claims, isPopular)
    }
  }

  private mutating func label(_ facts: PackageFacts, _ claims: [LabelClaim], _ isPopular: Bool) {
    let malicious = claims.filter { $0.kind == .malicious }
    guard !malicious.isEmpty else {
      reason = "reported as \(claims[0].kind.rawValue)"
      state = claims.contains { $0.kind == .proofOfConcept } ? .proofOfConcept : .spam
      return
    }
    let sound = malicious.filter {
      !($0.contradictsItself && Self.isAboutSomeVersions($0, of: facts))
    }
    if sound.isEmpty {
      reason = "says every version and a list that leaves some out"
      state = .contradictory
    } else if sound.allSatisfy({ Self.isAboutSomeVersions($0, of: facts) }) {
      reason = "only some versions are reported: a hijacked package is no malicious package"
      state = .hijackedVersions
    } else if isPopular, sound.allSatisfy({ $0.versions == nil }) {
      reason = "many depend on it: such a label needs a list of versions"
      state = .popular
    } else {
      campaign = sound.map(\.campaign).min { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      state = .malicious
    }
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
