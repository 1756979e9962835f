import Corpus

/// The packages from which trust starts, and by which rule they were chosen.
package struct TrustSeeds: Sendable {
  /// How strict the choice could be.
  package enum Rule: String, Sendable, CaseIterable {
    /// As the method asks: relied on by 100 owners, two years old, provenance established or attested.
    case strict
    /// Too few had known provenance: that condition was dropped.
    case withoutProvenance = "without_provenance"
    /// Too few were relied on by 100 owners: the most relied on, two years old.
    case mostReliedOn = "most_relied_on"
    /// Fewer than ten are relied on by others: no trust at all.
    case none
  }

  /// Fewer seeds than this let a few attackers matter.
  package static let minimumCount = 50
  /// Seeds of the last rule: from fewer, trust would say who knows these few.
  static let fallbackCounts = 10...100
  static let minimumDependentOwners = 100
  static let minimumAgeDays = 730.0

  package let rule: Rule
  /// Rows of the packages, most relied on first; no two share an account.
  package let rows: [Int]

  /// Chooses by the strictest rule that finds enough packages of distinct owners.
  ///
  /// Source: scoring method, section 8.
  init(
    _ graph: CorpusGraph, facts: [PackageFacts], uses: DependentCounts, established: [Bool],
    now: UTCInstant
  ) {
    let old = facts.indices.filter { row in
      // Where a registry names no accounts, packages are all there is to count.
      let isReliedOn =
        uses.owners[row] > 0 || uses.packages[row] > 0 && graph.maintainers[row].isEmpty
      return isReliedOn
        && facts[row].firstPublish.map { now.days(since: $0) >= Self.minimumAgeDays } ?? false
    }
    let ranked = old.sorted { left, right in
      let (one, other) = (uses.of(left), uses.of(right))
      return one == other ? facts[left].package < facts[right].package : one > other
    }
    let relied = ranked.filter { uses.owners[$0] >= Self.minimumDependentOwners }
    let proven = relied.filter { row in
      (row < established.count && established[row]) || facts[row].isAttested
    }
    for (rule, rows) in [(Rule.strict, proven), (.withoutProvenance, relied)] {
      let distinct = Self.ofDistinctOwners(rows, graph)
      if distinct.count >= Self.minimumCount {
        (self.rule, self.rows) = (rule, distinct)
        return
      }
    }
    let most = Self.ofDistinctOwners(ranked, graph).prefix(Self.fallbackCounts.upperBound)
    let isEnough = most.count >= Self.fallbackCounts.lowerBound
    (rule, rows) = isEnough ? (.mostReliedOn, Array(most)) : (.none, [])
  }

  /// Keeps the first of packages that share an account.
  private static func ofDistinctOwners(_ rows: [Int], _ graph: CorpusGraph) -> [Int] {
    var seen: Set<Int32> = []
    return rows.filter { row in
      let accounts = graph.maintainers[row]
      guard !accounts.contains(where: seen.contains) else { return false }
      seen.formUnion(accounts)
      return true
    }
  }
}

/// How many rely on each package, by row.
struct DependentCounts {
  /// Distinct accounts behind its dependents, its own left out; 0 where accounts are not known.
  let owners: [Int]
  let packages: [Int]

  func of(_ row: Int) -> (Int, Int) { (owners[row], packages[row]) }
}

extension PackageFacts {
  /// The oldest release's time; nil when none can be read.
  var firstPublish: UTCInstant? { releases.lazy.compactMap(\.publishedAt).min() }

  /// Whether the registry holds an attestation for any release.
  fileprivate var isAttested: Bool { releases.contains { $0.isAttested == true } }
}
