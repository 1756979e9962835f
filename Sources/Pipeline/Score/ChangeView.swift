package import Corpus
import Foundation
import Scoring
import Tables

/// Why a package's score moved between two runs, as text.
package enum ChangeView {
  /// Recomputes both nights from the tables of the runs and the references they name.
  ///
  /// The change splits exactly: what this program computes otherwise than the one that published
  /// (method), the signals (data), and the reference.
  ///
  /// - Throws: `PipelineError` when a run, a reference or the package is not there.
  package static func text(
    of package: PackageID, from: String, to: String, _ layout: CorpusLayout
  ) throws -> String {
    let before = try RunScore(package, run: from, layout)
    let after = try RunScore(package, run: to, layout)
    let change = ScoreChange(
      from: before.input, before.reference, to: after.input, after.reference)
    let method =
      (change.scoreBefore - before.published) + (after.published - change.scoreAfter)
    let steps = [
      ("data", change.byData, "\(from) to \(to)"),
      ("reference", change.byReference, "\(before.reference.id) to \(after.reference.id)"),
      ("method", method, "\(before.reference.version) to \(after.reference.version)"),
    ]
    let total = after.published - before.published
    var lines = [
      "\(package)",
      "score \(number(before.published)) in \(from), \(number(after.published)) in \(to): \(signed(total))",
    ]
    lines += steps.map { "  by \($0.0): \(signed($0.1)) (\($0.2))" }
    lines.append("decibans for malice, by signal: before, new data, new reference")
    lines += change.parts.sorted(by: movesMore).map { part in
      let name = part.signal ?? "every package"
      return "  \(name): \(number(part.before)), \(number(part.newData)), \(number(part.after))"
        + " (data \(signed(part.byData)), reference \(signed(part.byReference)))"
    }
    return lines.joined(separator: "\n")
  }

  private static func movesMore(_ left: ScoreChange.Part, _ right: ScoreChange.Part) -> Bool {
    let moved = (abs(left.after - left.before), abs(right.after - right.before))
    return moved.0 != moved.1 ? moved.0 > moved.1 : (left.signal ?? "") < (right.signal ?? "")
  }

  private static func number(_ value: Double) -> String {
    "\((value * 1000).rounded() / 1000 + 0)"
  }

  private static func signed(_ value: Double) -> String {
    (value < 0 ? "" : "+") + number(value)
  }
}

/// One package in one run: its signals then, the reference used, the score published.
private struct RunScore {
  let input: ScoringInput
  let reference: Reference
  let published: Double

  init(_ package: PackageID, run: String, _ layout: CorpusLayout) throws {
    guard RunFolder.complete(in: layout.runs).contains(run) else {
      throw PipelineError(
        .usage, "there is no run \(run) in \(layout.runs): name a folder that is there")
    }
    let folder = "\(layout.runs)/\(run)/tables"
    let scores = TableReader(try ParquetReader.read(path: "\(folder)/scores.parquet"))
    let names = try zip(scores.strings("ecosystem"), scores.strings("name"))
    guard
      let row = Array(names).firstIndex(where: {
        $0.0 == package.ecosystem.rawValue && $0.1 == package.key
      }), let score = try scores.optionalDoubles("score")[row]
    else {
      throw PipelineError(.missingArtefact, "\(package) has no score in the run \(run)")
    }
    published = score
    reference = try References.read(try scores.strings("reference")[row], layout)
    input = try SignalsTable.row(of: package, path: "\(folder)/signals.parquet")
  }
}

extension SignalsTable {
  /// One package's signals in an exported table of any age, as an input of one row.
  ///
  /// - Throws: `PipelineError(.missingArtefact)` when the package is not in the table.
  fileprivate static func row(of package: PackageID, path: String) throws -> ScoringInput {
    let whole = try ParquetReader.read(path: path)
    let keys = TableReader(whole)
    let names = try Array(zip(keys.strings("ecosystem"), keys.strings("name")))
    guard
      let row = names.firstIndex(where: {
        $0.0 == package.ecosystem.rawValue && $0.1 == package.key
      })
    else { throw PipelineError(.missingArtefact, "\(package) is not in \(path)") }
    let table = whole.filtered(rows: [row])
    let reader = TableReader(table)
    let columns = try table.columns.filter { table["\($0.name)_state"] != nil }.map { column in
      SignalColumn(
        definition: SignalDefinition(
          name: column.name, facet: .hygiene, unit: "", direction: .unconstrained,
          costToFake: .low, question: "", howToFake: ""),
        values: try reader.optionalDoubles(column.name).map { $0 ?? .nan },
        states: try reader.states(column.name))
    }
    return ScoringInput(
      ecosystem: package.ecosystem, packages: [package], columns: columns, campaigns: [nil],
      excluded: [false])
  }
}
