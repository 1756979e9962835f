package import Corpus

/// What trust needs besides the facts.
package struct TrustInput: Sendable {
  /// Ages are measured up to this moment.
  package let now: UTCInstant
  /// By package: whether its claim on its repository is established; empty when nobody looked.
  package let established: [Bool]
  /// From fewer seeds no trust is said to flow: who they are would change from night to night.
  package let minimumSeeds: Int

  package init(
    now: UTCInstant, established: [Bool] = [], minimumSeeds: Int = TrustSeeds.minimumCount
  ) {
    self.now = now
    self.established = established
    self.minimumSeeds = minimumSeeds
  }
}

/// Seeded trust over packages, their accounts and their repositories.
///
/// Nodes are numbered packages first, then accounts, then repositories.
/// Source: scoring method, section 8.
struct TrustFlow {
  /// An account counts after so many days in office, and a package for reputation after 180.
  static let minimumOfficeDays = 30.0
  static let minimumReputationDays = 180.0

  let seeds: TrustSeeds
  /// By package; nil with too few seeds.
  let signals: [TrustSignals]?

  init(
    _ graph: CorpusGraph, _ facts: [PackageFacts], _ uses: DependentCounts, _ input: TrustInput
  ) {
    seeds = TrustSeeds(
      graph, facts: facts, uses: uses, established: input.established, now: input.now)
    guard !seeds.rows.isEmpty, seeds.rows.count >= input.minimumSeeds else {
      signals = nil
      return
    }
    let offices = Self.offices(graph, facts, input.now)
    let network = TrustNetwork(Self.edges(graph, offices, input.established))
    let trust = SeededTrust(network, seeds: seeds.rows, cappedFrom: facts.count).trust
    let percentiles = Self.percentiles(Array(trust[..<facts.count]))
    let best = BestOther(graph, facts, percentiles, input.now)
    let isSeed = Set(seeds.rows)
    signals = facts.indices.map { row in
      TrustSignals(
        trust: trust[row], percentile: percentiles[row], isSeed: isSeed.contains(row),
        bestOtherPercentile: best.percentile(of: row, graph))
    }
  }

  /// By package: the accounts that have been in office for 30 days, as far as is known.
  ///
  /// The first release an account published marks its start; an account that never published
  /// has been there no longer than the package exists.
  private static func offices(
    _ graph: CorpusGraph, _ facts: [PackageFacts], _ now: UTCInstant
  ) -> Adjacency {
    var offices = Adjacency()
    for row in facts.indices {
      guard let first = facts[row].firstPublish, now.days(since: first) >= minimumOfficeDays else {
        offices.appendRow([])
        continue
      }
      let recent = recentPublishers(of: facts[row].releases, now)
        .compactMap { graph.account($0, in: facts[row].package.ecosystem) }
      offices.appendRow(graph.maintainers[row].filter { !recent.contains($0) })
    }
    return offices
  }

  /// Accounts whose first release of the package is less than 30 days old.
  private static func recentPublishers(of releases: [ReleaseFacts], _ now: UTCInstant) -> [String] {
    var first: [String: UTCInstant] = [:]
    for release in releases {
      guard let publisher = release.publisher, let time = release.publishedAt else { continue }
      first[publisher] = min(first[publisher] ?? time, time)
    }
    return first.filter { now.days(since: $0.value) < minimumOfficeDays }.map(\.key)
  }

  /// Dependencies, offices in both directions, and established claims in both directions.
  private static func edges(
    _ graph: CorpusGraph, _ offices: Adjacency, _ established: [Bool]
  ) -> Adjacency {
    let packages = offices.rowCount
    let firstRepository = packages + graph.accountCount
    var owned = Adjacency()
    var edges = Adjacency()
    for row in 0..<packages {
      let isOwned = row < established.count && established[row]
      let repository = isOwned ? graph.repositories[row] : nil
      owned.appendRow(repository.map { [$0] } ?? [])
      edges.appendRow(
        Array(graph.dependencies[row]) + offices[row].map { $0 + Int32(packages) }
          + owned[row].map { $0 + Int32(firstRepository) })
    }
    for lists in [
      offices.reversed(rowCount: graph.accountCount),
      owned.reversed(rowCount: graph.repositoryCount),
    ] {
      for row in 0..<lists.rowCount { edges.appendRow(Array(lists[row])) }
    }
    return edges
  }

  /// Mid-ranks in 0...1: equal trust, equal rank. Source: scoring method, section 2.3.
  static func percentiles(_ trust: [Double]) -> [Double] {
    let order = trust.indices.sorted { trust[$0] < trust[$1] }
    var result = [Double](repeating: 0, count: trust.count)
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, trust[order[end]] == trust[order[start]] { end += 1 }
      let rank = Double(start + end) / Double(2 * order.count)
      for index in start..<end { result[order[index]] = rank }
      start = end
    }
    return result
  }
}

/// By account: its two best old packages, so that each package can be left out.
private struct BestOther {
  private var best: [(row: Int, percentile: Double)?]
  private var second: [Double?]

  init(
    _ graph: CorpusGraph, _ facts: [PackageFacts], _ percentiles: [Double], _ now: UTCInstant
  ) {
    best = Array(repeating: nil, count: graph.accountCount)
    second = Array(repeating: nil, count: graph.accountCount)
    for row in facts.indices {
      guard let first = facts[row].firstPublish,
        now.days(since: first) >= TrustFlow.minimumReputationDays
      else { continue }
      for account in graph.maintainers[row].map(Int.init) { take(row, percentiles[row], account) }
    }
  }

  private mutating func take(_ row: Int, _ percentile: Double, _ account: Int) {
    guard let known = best[account], known.percentile >= percentile else {
      second[account] = best[account]?.percentile
      best[account] = (row, percentile)
      return
    }
    second[account] = max(second[account] ?? percentile, percentile)
  }

  /// The best percentile of any of the package's accounts in another package; nil without one.
  func percentile(of row: Int, _ graph: CorpusGraph) -> Double? {
    graph.maintainers[row].compactMap { account in
      let account = Int(account)
      return best[account].flatMap { $0.row == row ? second[account] : $0.percentile }
    }.max()
  }
}
