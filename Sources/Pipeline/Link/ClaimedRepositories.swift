import Corpus
import Features
import Registries

/// Every claim on a visited repository, tested and judged; rows are aligned with the facts.
struct ClaimedRepositories {
  /// One repository with everybody who claims it.
  struct Contest {
    let key: String
    /// Packages that claim it, distinct owners or not.
    let claimants: Int
    let outcome: ClaimContest.Outcome
  }

  /// Nil where no repository is claimed or the claimed one was not visited.
  private(set) var histories: [ProvenanceHistory?]
  private(set) var rows: [ClaimedRepository?]
  /// Sorted by key.
  private(set) var contests: [Contest] = []

  /// By package: whether its claim is established and beaten or contested by nobody.
  var proven: [Bool] { rows.map { $0?.isProven ?? false } }

  /// Tests every claim against the facts of the visit.
  ///
  /// - parameter visited: facts of repositories by the key of the claim.
  init(_ facts: [PackageFacts], visited: [String: RepositoryFacts], now: UTCInstant) {
    histories = Array(repeating: nil, count: facts.count)
    rows = Array(repeating: nil, count: facts.count)
    var claims: [String: [Int]] = [:]
    for row in facts.indices {
      guard let key = facts[row].repository.value?.key, visited[key] != nil else { continue }
      claims[key, default: []].append(row)
    }
    for (key, rows) in claims.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      guard let repository = visited[key] else { continue }
      judge(rows, facts, repository, now)
    }
  }

  private mutating func judge(
    _ claims: [Int], _ facts: [PackageFacts], _ repository: RepositoryFacts, _ now: UTCInstant
  ) {
    let claimants = claims.map { row in
      let ecosystem = facts[row].package.ecosystem
      let history = ProvenanceHistory(facts[row], repository, now: now) {
        CanonicalVersion.of($0, in: ecosystem)
      }
      histories[row] = history
      return RepositoryClaimant(
        package: facts[row].package, accounts: facts[row].maintainers.value ?? [],
        result: history.result, published: history.published,
        isQualified: history.tags.isQualified)
    }
    let outcome = ClaimContest.judge(claimants)
    for (claimant, row) in claims.enumerated() {
      rows[row] = ClaimedRepository(
        facts: repository, history: claimants[claimant].result,
        standing: outcome.standings[claimant], otherParties: outcome.otherParties[claimant])
    }
    contests.append(Contest(key: repository.key, claimants: claims.count, outcome: outcome))
  }
}
