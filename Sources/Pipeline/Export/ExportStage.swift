import Corpus
import Foundation
import Scoring
import Storage
import Tables

package enum TableFormat: String, Sendable, CaseIterable {
  case parquet, csv
}

/// One table file that export wrote.
package struct ExportedTable: Sendable, Equatable {
  package let file: String
  package let rows: Int
}

/// Writes all tables, all ecosystems together, sorted by package.
package enum ExportStage {
  /// Writes each table in each format and returns what was written.
  ///
  /// - Parameters:
  ///   - folder: created when it is missing.
  ///   - newest: the certificate of a run that is not complete yet, for the table `runs`.
  /// - Throws: `PipelineError(.missingArtefact)` when a stage has not run.
  package static func run(
    formats: [TableFormat], to folder: String, newest: Certificate? = nil, in context: RunContext
  ) async throws -> [ExportedTable] {
    let ecosystems = Ecosystem.allCases.sorted().filter {
      FileManager.default.fileExists(atPath: context.layout.stageTable("facts", $0))
    }
    guard !ecosystems.isEmpty else {
      throw PipelineError(
        .missingArtefact,
        "there are no tables in \(context.layout.stages): run `assay nightly` first")
    }
    try create(folder)
    let origin = try await origin(newest, context)
    var exported: [ExportedTable] = []
    for name in StageTables.all {
      guard let table = try StageTables.read(name, ecosystems, context.layout) else { continue }
      exported += try write(table, origin, formats, folder)
    }
    for table in try await catalogTables(ecosystems, newest, context) {
      exported += try write(table, origin, formats, folder)
    }
    return exported.sorted { $0.file < $1.file }
  }

  private static func create(_ folder: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw PipelineError(
        .usage, "cannot create the folder \(folder): name one that you may write to", cause: error)
    }
  }

  private static func catalogTables(
    _ ecosystems: [Ecosystem], _ newest: Certificate?, _ context: RunContext
  ) async throws -> [Table] {
    let facts = try ecosystems.flatMap {
      try FactsFiles(layout: context.layout, ecosystem: $0).read()
    }
    let claims = try await context.store.claims()
    let earlier = try Certificates.all(in: context.layout).filter { $0.run != newest?.run }
    return [
      CorpusTables.packages(facts, claims: Dictionary(grouping: claims, by: \.package)),
      CorpusTables.labels(claims),
      CorpusTables.baseRates(
        try await context.store.baseRates(), references: try references(ecosystems, context)),
      CorpusTables.rejections(
        try await context.store.rejections(
          run: newest?.run ?? earlier.last?.run ?? context.runName)),
      CorpusTables.runs(earlier + [newest].compactMap(\.self)),
    ]
  }

  private static func references(_ ecosystems: [Ecosystem], _ context: RunContext) throws
    -> [Reference]
  {
    try ecosystems.compactMap {
      try References.newest($0, asOf: context.now, context.layout)
    }
  }

  /// What every Parquet file names: its run, what that was made from, and the tool.
  private static func origin(_ newest: Certificate?, _ context: RunContext) async throws
    -> [(String, String)]
  {
    let run = newest?.run ?? RunFolder.complete(in: context.layout.runs).last
    return [
      ("assay.run", run ?? "none"),
      ("assay.input_digest", try await RunDigests.input(in: context)),
      ("assay.configuration_digest", try RunDigests.configuration(context.settings)),
      ("assay.version", Version.current),
    ]
  }

  private static func write(
    _ table: Table, _ origin: [(String, String)], _ formats: [TableFormat], _ folder: String
  ) throws -> [ExportedTable] {
    try formats.map { format in
      let file = "\(table.name).\(format.rawValue)"
      switch format {
      case .parquet:
        try ParquetWriter.write(table, to: "\(folder)/\(file)", keyValues: origin)
      case .csv: try CSVWriter.write(table, to: "\(folder)/\(file)")
      }
      return ExportedTable(file: file, rows: table.rowCount)
    }
  }
}

/// The tables that stages leave behind, one file per ecosystem.
enum StageTables {
  private static func read(_ path: String) throws -> Table {
    do {
      return try ParquetReader.read(path: path)
    } catch {
      throw PipelineError(
        .missingArtefact, "cannot read \(path): remove it and run the stages again", cause: error)
    }
  }

  static let all = [
    "facts", "releases", "dependencies", "maintainers", "states", "repositories",
    "repository_tags", "repository_moves", "attestations", "popularity", "signals", "edges",
    "graph", "provenance", "claims", "scores", "evidence", "model_compare", "lr_bins",
    "sweep", "ceiling", "precision", "coverage_of_good", "distribution",
    "eval", "eval_budget", "calibration", "eval_compare", "leak_gates", "label_audit",
    "campaigns", "drift", "label_coverage",
  ]

  /// One table over all ecosystems that have it; nil when none has.
  static func read(_ name: String, _ ecosystems: [Ecosystem], _ layout: CorpusLayout) throws
    -> Table?
  {
    let parts = try ecosystems.map { layout.stageTable(name, $0) }
      .filter { FileManager.default.fileExists(atPath: $0) }
      .map(read)
    return try Table.concatenated(parts, name: name, doc: parts.first?.doc ?? "")
  }
}
