package import Corpus
import Features
import Foundation
import Graph
import Logging
package import Tables

/// Connects packages with each other and turns facts into signals; pure over the whole corpus.
package enum LinkStage {
  /// Writes `stages/edges`, `graph`, `provenance`, `claims` and `signals` of each ecosystem.
  ///
  /// - Throws: `PipelineError(.missingArtefact)` when there are no facts yet.
  package static func run(_ ecosystems: [Ecosystem], in context: RunContext) throws {
    for ecosystem in ecosystems {
      let popularity = try PopularityTable.read(context.layout, ecosystem)
      let facts = try FactsFiles(layout: context.layout, ecosystem: ecosystem).read()
        .filled(from: popularity)
      let visited = try RepositoriesTable.read(layout: context.layout, ecosystem: ecosystem)
      let claims = ClaimedRepositories(facts, visited: visited, now: context.now)
      let linked = Link.run(
        facts, trust: TrustInput(now: context.now, established: claims.proven))
      let popular =
        try PopularityTable.targets(context.layout, ecosystem)
        ?? PopularNames(facts: facts, graph: linked.signals)
      let columns = Signals.columns(
        facts: facts, graph: linked.signals, repositories: claims.rows, popular: popular,
        now: context.now)
      let tables = [
        EdgesTable.table(facts), GraphTable.table(facts, linked),
        ProvenanceTables.provenance(facts, claims), ProvenanceTables.claims(ecosystem, claims),
        SignalsTable.table(packages: facts.map(\.package), columns),
      ]
      for table in tables {
        try ParquetWriter.write(table, to: context.layout.stageTable(table.name, ecosystem))
      }
      context.log.info(
        "\(ecosystem.rawValue): \(columns.count) signals of \(facts.count) packages, \(visited.count) repositories, \(sentence(linked.seeds))"
      )
      try Task.checkCancellation()
    }
  }

  /// Where trust starts, in words.
  private static func sentence(_ seeds: TrustSeeds?) -> String {
    guard let seeds, seeds.rows.count >= TrustSeeds.minimumCount else {
      return "no trust: \(seeds?.rows.count ?? 0) packages to start from, "
        + "\(TrustSeeds.minimumCount) are needed"
    }
    let note =
      seeds.rule == .strict ? "" : " (\(seeds.rule.rawValue): too few meet the strict rule)"
    return "trust from \(seeds.rows.count) seeds\(note)"
  }
}

/// Who depends on, maintains or claims what: one row an edge.
enum EdgesTable {
  static func table(_ facts: [PackageFacts]) -> Table {
    let edges = Link.edges(of: facts)
    return Table(
      name: "edges",
      columns: FactsTables.keyColumns(edges.map(\.source)) + [
        Column(
          "kind", .string(edges.map(\.kind.rawValue)),
          doc: "dependency, maintainer or repository."),
        Column(
          "target", .string(edges.map(\.target)),
          doc: "Join key of the dependency, the account, or the repository as host/path."),
      ], doc: "What each package names: dependencies, maintainers, repositories.")
  }
}

/// Signals as a wide table: a nullable value and a state per signal.
package enum SignalsTable {
  package static func table(packages: [PackageID], _ columns: [SignalColumn]) -> Table {
    let signals = columns.flatMap { column in
      [
        Column(
          column.definition.name, .double(column.values.map { $0.isFinite ? $0 : 0 }),
          validity: zip(column.states, column.values).map {
            $0 == .absent || ($0 == .present && $1.isFinite)
          },
          unit: column.definition.unit, doc: column.definition.question),
        FactsTables.state(column.definition.name, column.states),
      ]
    }
    return Table(
      name: "signals", columns: FactsTables.keyColumns(packages) + signals,
      doc: "Every signal of every package with its state.")
  }

  /// Reads back what `table` wrote; signals the program no longer knows are left out.
  ///
  /// - Throws: `PipelineError(.missingArtefact)` when a column is missing.
  static func read(path: String, ecosystem: Ecosystem) throws -> (
    packages: [PackageID], columns: [SignalColumn]
  ) {
    guard FileManager.default.fileExists(atPath: path) else {
      throw PipelineError(.missingArtefact, "\(path) is missing: run `assay link` first")
    }
    let reader = TableReader(try ParquetReader.read(path: path))
    // The tables of a run hold all ecosystems.
    let rows = try reader.strings("ecosystem").indices { $0 == ecosystem.rawValue }
    func own<Value>(_ values: [Value]) -> [Value] { Array(values[rows]) }
    let packages = own(try reader.strings("name")).map { PackageID(ecosystem, $0) }
    let columns = try Signals.all.map { signal in
      let name = signal.definition.name
      return SignalColumn(
        definition: signal.definition,
        values: own(try reader.optionalDoubles(name)).map { $0 ?? .nan },
        states: own(try reader.states(name)))
    }
    return (packages, columns)
  }
}
