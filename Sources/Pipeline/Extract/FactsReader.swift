import Corpus
import Tables

/// Builds facts back from their four tables.
struct FactsReader {
  private let ecosystem: Ecosystem
  private let facts: TableReader
  private var releases: ChildRows
  private var dependencies: ChildRows
  private var maintainers: ChildRows

  init(
    ecosystem: Ecosystem, facts: Table, releases: Table, dependencies: Table, maintainers: Table
  ) throws {
    self.ecosystem = ecosystem
    self.facts = TableReader(facts)
    self.releases = try ChildRows(releases)
    self.dependencies = try ChildRows(dependencies)
    self.maintainers = try ChildRows(maintainers)
  }

  mutating func all() throws -> [PackageFacts] {
    let names = try facts.strings("name")
    var result = try zip(names, facts.timestamps("observed_at")).map { name, observed in
      PackageFacts(
        package: PackageID(ecosystem, name), observedAt: UTCInstant(milliseconds: observed))
    }
    try fillScalars(&result)
    try fillChildren(&result)
    return result
  }

  private func fillScalars(_ result: inout [PackageFacts]) throws {
    try fill(&result, \.displayName, facts.strings("display_name"))
    try fill(&result, \.documentDigest, facts.strings("document_digest"))
    try fill(&result, \.generation, facts.int64s("generation").map(Int.init))
    try fill(
      &result, \.generationSince,
      facts.optionalTimestamps("generation_since").map { $0.map(UTCInstant.init(milliseconds:)) })
    try fill(&result, \.currentVersion, facts.optionalStrings("current_version"))
    try fill(
      &result, \.status,
      facts.strings("status").map { PackageStatus(rawValue: $0) ?? .active })
    for field in FactsTables.integerFields {
      let values = try facts.optionalInt64s(field.name).map { $0.map(Int.init) }
      try fill(&result, field.path, observations(field.name, values))
    }
    for field in FactsTables.longFields {
      try fill(&result, field.path, observations(field.name, facts.optionalInt64s(field.name)))
    }
    for field in FactsTables.boolFields {
      try fill(&result, field.path, observations(field.name, facts.optionalBools(field.name)))
    }
    for field in FactsTables.stringFields {
      try fill(&result, field.path, observations(field.name, facts.optionalStrings(field.name)))
    }
    try fill(&result, \.repository, observations("repository", repositories()))
  }

  private func repositories() throws -> [RepositoryClaim?] {
    let hosts = try facts.optionalStrings("repository_host")
    let paths = try facts.optionalStrings("repository_path")
    let folders = try facts.optionalStrings("repository_subdirectory")
    let rules = try facts.optionalStrings("repository_rule")
    return hosts.indices.map { row in
      guard let host = hosts[row], let path = paths[row], let rule = rules[row] else { return nil }
      return RepositoryClaim(host: host, path: path, subdirectory: folders[row], rule: rule)
    }
  }

  private mutating func fillChildren(_ result: inout [PackageFacts]) throws {
    let maintainerStates = try facts.states("maintainers")
    let dependencyStates = try facts.states("dependencies")
    let accounts = try maintainers.table.strings("account")
    let releaseRows = try ReleaseColumns(releases.table)
    let dependencyRows = try DependencyColumns(dependencies.table)
    for row in result.indices {
      let name = result[row].package.key
      result[row].releases = releases.rows(of: name).map { releaseRows[$0] }
      let owned = maintainers.rows(of: name).map { accounts[$0] }
      result[row].maintainers = Self.observation(maintainerStates[row], owned)
      let needed = dependencies.rows(of: name).map { dependencyRows[$0] }
      result[row].dependencies = Self.observation(dependencyStates[row], needed)
    }
    guard releases.isExhausted, dependencies.isExhausted, maintainers.isExhausted else {
      throw PipelineError(
        .missingArtefact,
        "the tables of facts of \(ecosystem.rawValue) are not of one run: run `assay extract` again"
      )
    }
  }

  private func fill<Value>(
    _ result: inout [PackageFacts], _ path: WritableKeyPath<PackageFacts, Value>, _ values: [Value]
  ) throws {
    for row in result.indices { result[row][keyPath: path] = values[row] }
  }

  private func observations<Value>(_ name: String, _ values: [Value?]) throws
    -> [Observation<Value>]
  {
    try zip(facts.states(name), values).map { state, value in
      guard state == .present, let value else { return Self.empty(state) }
      return .present(value)
    }
  }

  private static func observation<Value>(_ state: SignalState, _ value: Value) -> Observation<Value>
  {
    state == .present ? .present(value) : empty(state)
  }

  private static func empty<Value>(_ state: SignalState) -> Observation<Value> {
    switch state {
    case .absent: .absent
    case .withheld: .withheld
    case .notApplicable: .notApplicable
    case .present, .notCollected: .notCollected
    }
  }
}

/// The rows of a child table, handed out package by package in the parents' order.
private struct ChildRows {
  let table: TableReader
  private let names: [String]
  private var position = 0

  init(_ table: Table) throws {
    self.table = TableReader(table)
    names = try self.table.strings("name")
  }

  /// Whether every row found its package.
  var isExhausted: Bool { position == names.count }

  mutating func rows(of name: String) -> Range<Int> {
    let start = position
    while position < names.count, names[position].utf8.elementsEqual(name.utf8) { position += 1 }
    return start..<position
  }
}

private struct ReleaseColumns {
  let versions: [String]
  let published: [Int64?]
  let prerelease: [Bool]
  let yanked: [Bool]
  let removed: [Bool]
  let publishers: [String?]
  let attested: [Bool?]

  init(_ table: TableReader) throws {
    versions = try table.strings("version")
    published = try table.optionalTimestamps("published_at")
    prerelease = try table.bools("is_prerelease")
    yanked = try table.bools("is_yanked")
    removed = try table.bools("is_removed")
    publishers = try table.optionalStrings("publisher")
    attested = try table.optionalBools("is_attested")
  }

  subscript(row: Int) -> ReleaseFacts {
    ReleaseFacts(
      version: versions[row], publishedAt: published[row].map { UTCInstant(milliseconds: $0) },
      isPrerelease: prerelease[row], isYanked: yanked[row], isRemoved: removed[row],
      publisher: publishers[row], isAttested: attested[row])
  }
}

private struct DependencyColumns {
  let names: [String]
  let kinds: [String]
  let requirements: [String]
  let direct: [Bool]

  init(_ table: TableReader) throws {
    names = try table.strings("dependency")
    kinds = try table.strings("kind")
    requirements = try table.strings("requirement")
    direct = try table.bools("is_direct_url")
  }

  subscript(row: Int) -> Dependency {
    Dependency(
      name: names[row], kind: Dependency.Kind(rawValue: kinds[row]) ?? .runtime,
      requirement: requirements[row], isDirectURL: direct[row])
  }
}
