package import Corpus

/// The link stage: what packages say about each other, over the whole corpus.
package enum Link {
  /// Graph signals of every package, aligned with `facts`; the order of the packages does not matter.
  ///
  /// Ecosystems never mix: a dependency, an account or a claim counts within its own registry.
  /// Complexity: O(V + E), E counting a dependent's maintainers once per dependency.
  package static func signals(of facts: [PackageFacts]) -> [GraphSignals] {
    let graph = CorpusGraph(facts)
    let dependents = graph.dependencies.reversed(rowCount: facts.count)
    let dependentMaintainers = countDependentMaintainers(graph, dependents)
    let claimants = Claimants.count(graph)
    let accounts = Accounts(graph, facts)
    var components = components(graph.dependencies)
    return facts.indices.map { row in
      GraphSignals(
        dependents: dependents[row].count,
        dependentMaintainers: dependentMaintainers[row],
        repositoryClaimants: graph.repositories[row].map { claimants[Int($0)] },
        componentPackages: components.size(of: row),
        maintainerOtherPackages: accounts.mostOtherPackages(graph.maintainers[row]),
        maintainerFirstPublish: accounts.firstPublish(graph.maintainers[row]))
    }
  }

  /// Whether a dependency says that the target is used: development tools and direct URLs do not.
  package static func isUse(_ dependency: Dependency) -> Bool {
    dependency.kind != .development && !dependency.isDirectURL
  }

  private static func components(_ dependencies: Adjacency) -> UnionFind {
    var components = UnionFind(count: dependencies.rowCount)
    for row in 0..<dependencies.rowCount {
      for target in dependencies[row] { components.join(row, Int(target)) }
    }
    return components
  }

  /// Distinct accounts behind the dependents of each package, without its own accounts.
  private static func countDependentMaintainers(
    _ graph: CorpusGraph, _ dependents: Adjacency
  ) -> [Int] {
    var lastSeen = [Int32](repeating: -1, count: graph.accountCount)
    return (0..<dependents.rowCount).map { row in
      for account in graph.maintainers[row] { lastSeen[Int(account)] = Int32(row) }
      var count = 0
      for dependent in dependents[row] {
        for account in graph.maintainers[Int(dependent)] where lastSeen[Int(account)] != row {
          lastSeen[Int(account)] = Int32(row)
          count += 1
        }
      }
      return count
    }
  }
}
