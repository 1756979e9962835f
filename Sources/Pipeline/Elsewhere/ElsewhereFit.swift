import Corpus
import Foundation
import Scoring
import Tables

/// The stage `fit` on tables from elsewhere.
package enum ElsewhereFit {
  /// Fits all ecosystems together and writes references and tables; returns what to print.
  ///
  /// - Throws: `PipelineError(.usage)` when a file cannot be used.
  package static func run(_ files: ElsewhereFiles) throws -> [String] {
    let rows = try ElsewhereRows(files)
    let output = try ElsewhereOutput(files.output)
    let training = zip(rows.inputs, rows.isTest).map { ($0.excluding($1), BaseRateBelief.elicited) }
    let references = Fit.references(training, settings: rows.settings)
    for reference in references { try output.write(reference) }
    let hasTest = rows.isTest.contains { $0.contains(true) }
    let risks =
      hasTest
      ? OutOfFold.risks(rows.inputs, isTest: rows.isTest, settings: rows.settings)
      : OutOfFold.risks(rows.inputs, settings: rows.settings)
    try output.write(zip(rows.inputs, risks).map { ModelScoresTable.table($0, $1) })
    try output.write(references.map { ReferenceBinsTable.table($0) })
    try ElsewhereScore.write(rows.inputs, references, output)
    return rows.notes
      + references.map { reference in
        let counts = reference.counts
        return
          "\(reference.ecosystem.rawValue): \(counts.malicious) malicious of \(counts.campaigns) campaigns, "
          + "\(counts.unlabelled) unlabelled, \(counts.partial) with too much unknown"
      }
      + ["written to \(files.output)"]
  }
}

/// The stage `score` on tables from elsewhere.
package enum ElsewhereScore {
  /// Scores every row against the references of a folder; returns what to print.
  ///
  /// - Parameter references: the folder that `fit` wrote.
  /// - Throws: `PipelineError` when a file cannot be used or an ecosystem has no reference.
  package static func run(_ files: ElsewhereFiles, references: String) throws -> [String] {
    let rows = try ElsewhereRows(files)
    let output = try ElsewhereOutput(files.output)
    let read = try rows.inputs.map { input in
      try References.read(path: ElsewhereOutput.path(references, input.ecosystem))
    }
    try write(rows.inputs, read, output)
    return rows.notes
      + zip(rows.inputs, read).map { input, reference in
        "\(input.ecosystem.rawValue): \(input.packages.count) packages scored with \(reference.id)"
      } + ["written to \(files.output)"]
  }

  static func write(
    _ inputs: [ScoringInput], _ references: [Reference], _ output: ElsewhereOutput
  ) throws {
    let scores = zip(inputs, references).map { Scoring.Score.scores($0, reference: $1) }
    try output.write(zip(inputs, scores).map { ScoresTable.table($0, $1) })
    try output.write(zip(inputs, scores).map { EvidenceTable.table($0, $1) })
    try output.write(inputs.map { SignalsTable.table(packages: $0.packages, $0.columns) })
  }
}

/// The folder that tables and references from elsewhere go to.
struct ElsewhereOutput {
  private let folder: String

  init(_ folder: String) throws {
    self.folder = folder
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw PipelineError(
        .usage, "cannot create the folder \(folder): name one that you may write to", cause: error)
    }
  }

  static func path(_ folder: String, _ ecosystem: Ecosystem) -> String {
    "\(folder)/reference-\(ecosystem.rawValue).json"
  }

  func write(_ reference: Reference) throws {
    try References.write(reference, path: Self.path(folder, reference.ecosystem))
  }

  /// Writes the parts of one table together, as Parquet and as CSV.
  func write(_ parts: [Table]) throws {
    guard let first = parts.first,
      let table = try Table.concatenated(parts, name: first.name, doc: first.doc)
    else { return }
    try ParquetWriter.write(table, to: "\(folder)/\(table.name).parquet")
    try CSVWriter.write(table, to: "\(folder)/\(table.name).csv")
  }
}
