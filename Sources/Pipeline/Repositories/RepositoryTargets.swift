package import Corpus
import Storage

/// One claimed repository and who claims it.
package struct RepositoryTarget: Sendable, Equatable {
  /// `host/owner/name`: the subject of its documents.
  package let key: String
  package let host: String
  package let url: String
  /// The first package that claims it: the one a rejection names.
  package let claimant: PackageID
  /// Registries with a package that claims it, sorted.
  package var ecosystems: [Ecosystem]
  /// When the newest document of a package that claims it was fetched.
  package var claimedAt: UTCInstant
}

/// Which repositories a run visits, in which order.
package enum RepositoryTargets {
  /// Longest subject a document may have, in UTF-8 bytes.
  private static let maximumKeyBytes = 512

  /// Every claimed repository on a host that may be asked, once, sorted by key.
  package static func claimed(_ facts: [PackageFacts], hosts: GitHosts) -> [RepositoryTarget] {
    var targets: [String: RepositoryTarget] = [:]
    for facts in facts {
      guard let claim = facts.repository.value, claim.key.utf8.count <= maximumKeyBytes,
        let url = hosts.url(of: claim)
      else { continue }
      var target =
        targets[claim.key]
        ?? RepositoryTarget(
          key: claim.key, host: claim.host, url: url, claimant: facts.package, ecosystems: [],
          claimedAt: facts.observedAt)
      if !target.ecosystems.contains(facts.package.ecosystem) {
        target.ecosystems = (target.ecosystems + [facts.package.ecosystem]).sorted()
      }
      target.claimedAt = max(target.claimedAt, facts.observedAt)
      targets[claim.key] = target
    }
    return targets.values.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }

  /// Those that are due, most urgent first: never visited, then claimed anew since, then the longest unvisited.
  ///
  /// - Parameters:
  ///   - visits: when each was last visited.
  ///   - now: what was visited at this very moment is not visited again.
  package static func due(
    _ targets: [RepositoryTarget], visits: [String: UTCInstant], now: UTCInstant, limit: Int
  ) -> [RepositoryTarget] {
    let due = targets.filter { visits[$0.key] != now }
    func urgency(_ target: RepositoryTarget) -> (Int, UTCInstant) {
      guard let visit = visits[target.key] else { return (0, UTCInstant(milliseconds: 0)) }
      return (target.claimedAt > visit ? 1 : 2, visit)
    }
    let ordered = due.map { (urgency($0), $0) }.sorted { left, right in
      if left.0 != right.0 { return left.0 < right.0 }
      return left.1.key.utf8.lexicographicallyPrecedes(right.1.key.utf8)
    }
    return ordered.prefix(max(0, limit)).map(\.1)
  }
}
