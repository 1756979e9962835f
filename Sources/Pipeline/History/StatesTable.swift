package import Corpus
import Foundation
import Tables

/// Changes of state as a table: one row a change, of packages and of versions.
package enum StatesTable {
  static func table(_ changes: [StateChange]) -> Table {
    Table(
      name: "states",
      columns: FactsTables.keyColumns(changes.map(\.package)) + [
        Column(
          "generation", .int64(changes.map { Int64($0.generation) }),
          doc: "Counts the packages that had this name, from 1."),
        Column.optionalStrings(
          "version", changes.map(\.version),
          doc: "The version meant; NULL for the package as a whole."),
        Column.optionalStrings(
          "from_state", changes.map(\.from), doc: "The state before; NULL at first sight."),
        Column("to_state", .string(changes.map(\.to)), doc: "The state found."),
        Column(
          "observed_at", .timestamp(changes.map(\.observedAt.milliseconds)),
          doc: "When the state was first seen."),
        Column.optionalTimestamps(
          "previously_observed_at", changes.map { $0.previouslyObservedAt?.milliseconds },
          doc: "The last visit before: the change lies between."),
        Column(
          "evidence", .string(changes.map(\.evidence)),
          doc: "The answers that show it: kind, status and digest of each document."),
      ],
      doc: "Where packages and versions stood: gone, quarantined, unpublished, yanked, and when.")
  }

  /// The order of the rows: by package, then time, then version.
  static func sorted(_ changes: [StateChange]) -> [StateChange] {
    changes.sorted { left, right in
      if left.package != right.package { return left.package < right.package }
      if left.observedAt != right.observedAt { return left.observedAt < right.observedAt }
      if (left.version == nil) != (right.version == nil) { return left.version == nil }
      return (left.version ?? "").utf8.lexicographicallyPrecedes((right.version ?? "").utf8)
    }
  }

  /// - Throws: `PipelineError(.missingArtefact)` when the table is missing or has another layout.
  package static func read(_ ecosystem: Ecosystem, _ layout: CorpusLayout) throws -> [StateChange] {
    let path = layout.stageTable("states", ecosystem)
    guard FileManager.default.fileExists(atPath: path) else {
      throw PipelineError(.missingArtefact, "\(path) is missing: run `assay extract` first")
    }
    let table = TableReader(try ParquetReader.read(path: path))
    let names = try table.strings("name")
    let generations = try table.int64s("generation")
    let versions = try table.optionalStrings("version")
    let before = try table.optionalStrings("from_state")
    let after = try table.strings("to_state")
    let seen = try table.timestamps("observed_at")
    let earlier = try table.optionalTimestamps("previously_observed_at")
    let evidence = try table.strings("evidence")
    return names.indices.map { row in
      StateChange(
        package: PackageID(ecosystem, names[row]), generation: Int(generations[row]),
        version: versions[row], from: before[row], to: after[row],
        observedAt: UTCInstant(milliseconds: seen[row]),
        previouslyObservedAt: earlier[row].map(UTCInstant.init(milliseconds:)),
        evidence: evidence[row])
    }
  }
}
