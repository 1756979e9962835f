package import Corpus
import Foundation
import Tables

/// The stage tables that hold the facts of one ecosystem and the changes of state that led to them.
///
/// `facts` has one row a package; `releases`, `dependencies`, `maintainers` and `states` one row an
/// item. All are sorted by package.
package struct FactsFiles {
  let layout: CorpusLayout
  let ecosystem: Ecosystem

  package init(layout: CorpusLayout, ecosystem: Ecosystem) {
    self.layout = layout
    self.ecosystem = ecosystem
  }

  private func path(_ name: String) -> String { layout.stageTable(name, ecosystem) }

  var exist: Bool { FileManager.default.fileExists(atPath: path("facts")) }

  package func write(_ facts: [PackageFacts], states: [StateChange] = []) throws {
    // `facts` goes first and comes last: where it is, the others belong to it, also after a crash.
    try remove(path("facts"))
    try ParquetWriter.write(FactsTables.releases(facts), to: path("releases"))
    try ParquetWriter.write(FactsTables.dependencies(facts), to: path("dependencies"))
    try ParquetWriter.write(FactsTables.maintainers(facts), to: path("maintainers"))
    try ParquetWriter.write(StatesTable.table(states), to: path("states"))
    try ParquetWriter.write(FactsTables.facts(facts), to: path("facts"))
  }

  private func remove(_ path: String) throws {
    guard FileManager.default.fileExists(atPath: path) else { return }
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      throw PipelineError(
        .missingArtefact, "cannot replace \(path): check its owner and rights", cause: error)
    }
  }

  /// - Throws: `PipelineError(.missingArtefact)` when a table is missing or has another layout.
  package func read() throws -> [PackageFacts] {
    guard exist else {
      throw PipelineError(
        .missingArtefact, "\(path("facts")) is missing: run `assay extract` first")
    }
    do {
      var reader = try FactsReader(
        ecosystem: ecosystem, facts: ParquetReader.read(path: path("facts")),
        releases: ParquetReader.read(path: path("releases")),
        dependencies: ParquetReader.read(path: path("dependencies")),
        maintainers: ParquetReader.read(path: path("maintainers")))
      return try reader.all()
    } catch let error as TablesError {
      throw PipelineError(
        .missingArtefact,
        "the facts of \(ecosystem.rawValue) cannot be read: run `assay extract` again after removing \(layout.stages)",
        cause: error)
    }
  }
}
