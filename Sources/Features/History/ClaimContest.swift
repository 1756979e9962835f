package import Corpus
import Foundation

/// One package's claim on a repository, as the contest for it sees it.
package struct RepositoryClaimant: Sendable {
  package let package: PackageID
  /// Registry accounts of the package; claims that share one are one claim.
  package let accounts: [String]
  package let result: HistoryResult
  /// First publish day of each canonical version.
  package let published: [String: Double]
  /// Whether the repository tags this package by name, as one of many.
  package let isQualified: Bool

  package init(
    package: PackageID, accounts: [String], result: HistoryResult, published: [String: Double],
    isQualified: Bool
  ) {
    self.package = package
    self.accounts = accounts
    self.result = result
    self.published = published
    self.isQualified = isQualified
  }

  /// The day of the first publish; nil without any.
  var firstDay: Double? { published.values.min() }
}

/// How a claim fared among all established claims on the same repository.
package enum ClaimStanding: String, Sendable, CaseIterable {
  /// The claim is not established, so it does not compete.
  case none
  /// No other owner's claim is established.
  case sole
  /// It beats every other claim.
  case winner
  /// Another claim beats it.
  case loser
  /// Nobody beats everybody: nobody gets credit.
  case contested
}

/// Decides whose repository it is when several owners claim it (starjacking).
///
/// Source: scoring method, section 7.3.
package enum ClaimContest {
  static let requiredPoints = 2
  static let minimumSharedVersions = 5

  /// What came out: a standing for every claimant, and the parties that competed.
  package struct Outcome: Sendable {
    /// Aligned with the claimants.
    package let standings: [ClaimStanding]
    /// Distinct owners with an established claim.
    package let parties: Int
    /// By claimant: how many of them are others.
    package let otherParties: [Int]
    /// Whose repository it is; nil when it is contested or nobody's.
    package let winner: PackageID?
  }

  /// Judges all claims on one repository; their order does not matter.
  package static func judge(_ claimants: [RepositoryClaimant]) -> Outcome {
    let groups = parties(claimants).filter { group in
      group.contains { claimants[$0].result.status == .established }
    }
    let speakers = groups.map { speaker(of: $0, claimants) }
    var standings = [ClaimStanding](repeating: .none, count: claimants.count)
    var others = [Int](repeating: groups.count, count: claimants.count)
    let victor = victor(among: speakers.map { claimants[$0] })
    for (number, group) in groups.enumerated() {
      let standing: ClaimStanding =
        groups.count == 1 ? .sole : victor.map { $0 == number ? .winner : .loser } ?? .contested
      for member in group { others[member] -= 1 }
      for member in group where claimants[member].result.status == .established {
        standings[member] = standing
      }
    }
    let winner = groups.count == 1 ? speakers.first : victor.map { speakers[$0] }
    return Outcome(
      standings: standings, parties: groups.count, otherParties: others,
      winner: winner.map { claimants[$0].package })
  }

  /// Claimants as parties: who shares an account is one, and all packages a repository tags by name are one.
  private static func parties(_ claimants: [RepositoryClaimant]) -> [[Int]] {
    var party = Array(claimants.indices)
    func root(_ member: Int) -> Int {
      var member = member
      while party[member] != member { member = party[member] }
      return member
    }
    func join(_ one: Int, _ other: Int) {
      let (one, other) = (root(one), root(other))
      party[max(one, other)] = min(one, other)
    }
    var memberOfAccount: [String: Int] = [:]
    var qualified: Int?
    for (member, claimant) in claimants.enumerated() {
      for account in claimant.accounts {
        if let known = memberOfAccount[account] { join(member, known) }
        memberOfAccount[account] = member
      }
      if claimant.isQualified, claimant.result.status == .established {
        join(member, qualified ?? member)
        qualified = member
      }
    }
    let members = Dictionary(grouping: claimants.indices, by: root)
    return members.sorted { $0.key < $1.key }.map(\.value)
  }

  /// The member that stands for its party: most hits, then first published, then the name.
  private static func speaker(of group: [Int], _ claimants: [RepositoryClaimant]) -> Int {
    let established = group.filter { claimants[$0].result.status == .established }
    return established.min { left, right in
      let (one, other) = (claimants[left], claimants[right])
      if one.result.hits != other.result.hits { return one.result.hits > other.result.hits }
      let (first, second) = (one.firstDay ?? .infinity, other.firstDay ?? .infinity)
      return first == second ? one.package < other.package : first < second
    } ?? group[0]
  }

  /// The party with at least two points against and none for everybody else; nil when there is none.
  private static func victor(among claims: [RepositoryClaimant]) -> Int? {
    claims.indices.first { one in
      claims.indices.allSatisfy { other in
        other == one
          || points(of: claims[one], against: claims[other]) >= requiredPoints
            && points(of: claims[other], against: claims[one]) == 0
      }
    }
  }

  /// More hits, earlier in the versions both published, and first of all: one point each.
  static func points(of claim: RepositoryClaimant, against other: RepositoryClaimant) -> Int {
    var points = 0
    let hits = (own: claim.result.hits, other: other.result.hits)
    if hits.own >= hits.other + 3, hits.own * 4 >= hits.other * 5 { points += 1 }
    if isFirstInSharedVersions(claim.published, other.published) { points += 1 }
    if let own = claim.firstDay, let day = other.firstDay, day - own > 30 { points += 1 }
    return points
  }

  /// A sign test at 1 % over at least five shared versions.
  private static func isFirstInSharedVersions(
    _ own: [String: Double], _ other: [String: Double]
  ) -> Bool {
    let differences = own.compactMap { version, day in other[version].map { $0 - day } }
    let signed = differences.count { $0 != 0 }
    guard differences.count >= minimumSharedVersions, signed > 0 else { return false }
    let chance = HitCounts.poissonBinomial(Array(repeating: 0.5, count: signed))
    return chance[differences.count { $0 > 0 }...].reduce(0, +) < 0.01
  }
}
