/// Who claims a repository: distinct owners, so that one team's many packages count once.
enum Claimants {
  /// By repository number: sets of claiming packages that share nobody.
  ///
  /// Packages that share a maintainer are one owner. Packages without known
  /// maintainers cannot be told apart and are one owner together.
  /// Source: scoring method, section 7.3.
  static func count(_ graph: CorpusGraph) -> [Int] {
    var packages = Adjacency()
    for repository in graph.repositories { packages.appendRow(repository.map { [$0] } ?? []) }
    let claims = packages.reversed(rowCount: graph.repositoryCount)
    var firstMember = [Int32](repeating: -1, count: graph.accountCount)
    return (0..<graph.repositoryCount).map { repository in
      let count = owners(of: claims[repository], graph.maintainers, &firstMember)
      for package in claims[repository] {
        for account in graph.maintainers[Int(package)] { firstMember[Int(account)] = -1 }
      }
      return count
    }
  }

  /// Counts the sets of packages joined by common accounts.
  ///
  /// - parameter firstMember: by account, its first package here; -1 everywhere at the start.
  private static func owners(
    of packages: ArraySlice<Int32>, _ maintainers: Adjacency, _ firstMember: inout [Int32]
  ) -> Int {
    var sets = UnionFind(count: packages.count)
    var unknown: Int?
    for (member, package) in packages.enumerated() {
      let accounts = maintainers[Int(package)]
      for account in accounts {
        if firstMember[Int(account)] < 0 { firstMember[Int(account)] = Int32(member) }
        sets.join(member, Int(firstMember[Int(account)]))
      }
      if accounts.isEmpty {
        sets.join(member, unknown ?? member)
        unknown = member
      }
    }
    return (0..<packages.count).count { sets.root(of: $0) == $0 }
  }
}
