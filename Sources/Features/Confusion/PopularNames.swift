package import Corpus

/// The popular names of every registry: what a squatter would imitate.
package struct PopularNames: Sendable {
  /// Names popular elsewhere are compared with this many of every other registry.
  static let otherEcosystemTargets = 2_000
  /// At most this share of a registry's names is called popular.
  static let maximumShare = 0.05

  private let targets: [Ecosystem: NameTargets]

  /// Nobody is popular: every name is ordinary.
  package init() { targets = [:] }

  /// Indexes names given in rank order, most popular first, as an imported popularity list has them.
  package init(ranked names: [Ecosystem: [String]]) {
    targets = Dictionary(
      uniqueKeysWithValues: names.map { ecosystem, names in
        (ecosystem, NameTargets(ranked: names.map { PackageID.normalise($0, in: ecosystem) }))
      })
  }

  /// Ranks the packages of a corpus by use and keeps the first of every registry.
  ///
  /// Use is downloads where the registry counts them, then distinct dependent
  /// maintainers, then dependents, then the name. Nothing without any use and at
  /// most 5 % of a registry is popular.
  /// - parameter graph: aligned with `facts`; nil when the link stage did not run.
  /// - parameter limit: names kept of each registry.
  package init(facts: [PackageFacts], graph: [GraphSignals]?, limit: Int = 10_000) {
    precondition(
      graph == nil || graph?.count == facts.count,
      "\(facts.count) packages, \(graph?.count ?? 0) graph rows")
    var ranked: [Ecosystem: [String]] = [:]
    for ecosystem in Ecosystem.allCases {
      let rows = facts.indices.filter { facts[$0].package.ecosystem == ecosystem }
      let uses = rows.map { Use(facts[$0], graph?[$0]) }.filter(\.isAny).sorted()
      let count = min(limit, Int((Double(rows.count) * Self.maximumShare).rounded(.up)))
      ranked[ecosystem] = uses.prefix(count).map(\.key)
    }
    self.init(ranked: ranked)
  }

  /// The names called popular in a registry.
  package func count(in ecosystem: Ecosystem) -> Int { targets[ecosystem]?.forms.count ?? 0 }

  /// Compares one name with the popular ones of its registry, then with those of the others.
  package func match(_ package: PackageID) -> NameMatch {
    let form = NameForm(package.key)
    var match = NameMatch(
      length: form.stripped.count, neighbours: 0, isPopular: false)
    guard form.name.count <= NameTargets.maximumNameBytes else { return match }
    if let targets = targets[package.ecosystem] {
      if let rank = targets.rank(of: form.name) {
        (match.rank, match.isPopular) = (rank, true)
        return match
      }
      match.take(NameQuery(form, among: targets))
    }
    if match.rule == nil { match.rank = rankElsewhere(form, than: package.ecosystem) }
    if match.rule == nil, match.rank != nil { match.rule = .otherEcosystem }
    return match
  }

  private func rankElsewhere(_ form: NameForm, than own: Ecosystem) -> Int? {
    Ecosystem.allCases.filter { $0 != own }
      .compactMap { targets[$0]?.rank(of: form.name) }
      .filter { $0 < Self.otherEcosystemTargets }
      .min()
  }
}

extension NameMatch {
  /// Takes over what a query found.
  mutating func take(_ query: NameQuery) {
    neighbours = query.neighbours
    guard let best = query.best else { return }
    let form = query.targets.forms[best.rank]
    rule = best.rule
    rank = best.rank
    target = String(decoding: form.name, as: UTF8.self)
    length = form.stripped.count
  }
}

/// How much a package is used, for ranking.
private struct Use: Comparable {
  let key: String
  let downloads: Int64
  let dependentMaintainers: Int
  let dependents: Int

  init(_ facts: PackageFacts, _ graph: GraphSignals?) {
    key = facts.package.key
    downloads = facts.downloads.value ?? 0
    dependentMaintainers = graph?.dependentMaintainers ?? 0
    dependents = graph?.dependents ?? 0
  }

  var isAny: Bool { downloads > 0 || dependents > 0 }

  /// More use comes first, ties in byte order of the name.
  static func < (left: Self, right: Self) -> Bool {
    let (one, other) = (left.numbers, right.numbers)
    if one != other { return one > other }
    return left.key.utf8.lexicographicallyPrecedes(right.key.utf8)
  }

  private var numbers: (Int64, Int, Int) { (downloads, dependentMaintainers, dependents) }
}
