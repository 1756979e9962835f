package import Corpus

/// The link stage: what packages say about each other, over the whole corpus.
package enum Link {
  /// What the stage found: signals aligned with the facts, and where trust starts.
  package struct Result: Sendable {
    package let signals: [GraphSignals]
    /// Nil when trust was not asked for.
    package let seeds: TrustSeeds?
  }

  /// Graph signals of every package without trust, aligned with `facts`.
  package static func signals(of facts: [PackageFacts]) -> [GraphSignals] {
    run(facts, trust: nil).signals
  }

  /// Graph signals of every package; the order of the packages does not matter.
  ///
  /// Ecosystems never mix: a dependency, an account or a claim counts within its own registry.
  /// Percentiles of trust are over all packages given: give those of one registry.
  /// Complexity: O(V + E), E counting a dependent's maintainers once per dependency.
  package static func run(_ facts: [PackageFacts], trust input: TrustInput?) -> Result {
    let graph = CorpusGraph(facts)
    let dependents = graph.dependencies.reversed(rowCount: facts.count)
    let dependentMaintainers = countDependentMaintainers(graph, dependents)
    let claimants = Claimants.count(graph)
    let accounts = Accounts(graph, facts)
    var components = components(graph.dependencies)
    let uses = DependentCounts(
      owners: dependentMaintainers, packages: facts.indices.map(dependents.count(of:)))
    let flow = input.map { TrustFlow(graph, facts, uses, $0) }
    let signals = facts.indices.map { row in
      GraphSignals(
        dependents: uses.packages[row],
        dependentMaintainers: dependentMaintainers[row],
        repositoryClaimants: graph.repositories[row].map { claimants[Int($0)] },
        componentPackages: components.size(of: row),
        maintainerOtherPackages: accounts.mostOtherPackages(graph.maintainers[row]),
        maintainerFirstPublish: accounts.firstPublish(graph.maintainers[row]),
        trust: flow?.signals?[row])
    }
    return Result(signals: signals, seeds: flow?.seeds)
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
