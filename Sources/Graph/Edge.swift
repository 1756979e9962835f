package import Corpus

/// One relation a package's own document states: a row of the edges table.
package struct Edge: Sendable, Hashable {
  /// What the target is to the source.
  package enum Kind: String, Sendable, CaseIterable {
    /// The target is a package of the same registry.
    case runtime, optional, peer, build, development
    /// The target is a registry account.
    case maintainer
    /// The target is a repository, as `host/owner/name`: a claim, not a proof.
    case repository
  }

  package let source: PackageID
  package let kind: Kind
  /// The package's join key, the account, or the repository's key.
  package let target: String

  /// States that `source` has `target` as its `kind`.
  package init(source: PackageID, kind: Kind, target: String) {
    self.source = source
    self.kind = kind
    self.target = target
  }
}

extension Link {
  /// Every relation the facts state, each once, sorted by (source, kind, target).
  ///
  /// Dependencies fetched from a URL are left out: they point at no package.
  package static func edges(of facts: [PackageFacts]) -> [Edge] {
    let inOrder = facts.indices.sorted { facts[$0].package < facts[$1].package }
    var edges: [Edge] = []
    for row in inOrder {
      let kinds = targets(of: facts[row])
      for kind in Edge.Kind.allCases {
        let names = (kinds[kind] ?? []).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        for (index, name) in names.enumerated()
        where index == 0 || !name.utf8.elementsEqual(names[index - 1].utf8) {
          edges.append(Edge(source: facts[row].package, kind: kind, target: name))
        }
      }
    }
    return edges
  }

  private static func targets(of package: PackageFacts) -> [Edge.Kind: [String]] {
    var kinds: [Edge.Kind: [String]] = [:]
    for dependency in package.dependencies.value ?? [] where !dependency.isDirectURL {
      kinds[kind(of: dependency), default: []].append(dependency.name)
    }
    kinds[.maintainer] = package.maintainers.value
    kinds[.repository] = package.repository.value.map { [$0.key] }
    return kinds
  }

  private static func kind(of dependency: Dependency) -> Edge.Kind {
    switch dependency.kind {
    case .runtime: .runtime
    case .optional: .optional
    case .peer: .peer
    case .build: .build
    case .development: .development
    }
  }
}
