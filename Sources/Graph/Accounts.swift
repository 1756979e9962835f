import Corpus

/// What each registry account has published over all its packages.
struct Accounts {
  /// Packages of each account.
  private var packages: [Int]
  /// The oldest release in any package of each account; nil when no time is known.
  private var firstPublish: [UTCInstant?]

  init(_ graph: CorpusGraph, _ facts: [PackageFacts]) {
    packages = [Int](repeating: 0, count: graph.accountCount)
    firstPublish = [UTCInstant?](repeating: nil, count: graph.accountCount)
    for row in facts.indices {
      let first = facts[row].firstPublish
      for account in graph.maintainers[row].map(Int.init) {
        packages[account] += 1
        firstPublish[account] = [firstPublish[account], first].compactMap(\.self).min()
      }
    }
  }

  /// The most packages one of these accounts has besides the one in question; nil without accounts.
  func mostOtherPackages(_ accounts: ArraySlice<Int32>) -> Int? {
    accounts.map { packages[Int($0)] - 1 }.max()
  }

  /// The oldest release any of these accounts has a part in; nil when unknown.
  func firstPublish(_ accounts: ArraySlice<Int32>) -> UTCInstant? {
    accounts.compactMap { firstPublish[Int($0)] }.min()
  }
}
