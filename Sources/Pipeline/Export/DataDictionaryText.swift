import Corpus
import Features
import Foundation
import Graph
import Scoring
import Tables

/// The data dictionary: every table, every column, every signal, from the code that writes them.
package enum DataDictionaryText {
  /// The whole text as Markdown, the same on every machine.
  package static func markdown() -> String {
    let intro = """
      # Data dictionary

      Written by `assay dictionary`; `make check` fails when it is out of date. Times are UTC with milliseconds. NULL is
      never a zero: beside every value that can be missing stands a column `…_state` that says why it is.


      """
    return intro + EmptyTables.all.map(section).joined(separator: "\n") + "\n"
      + DataDictionary.markdown()
  }

  private static func section(_ table: Table) -> String {
    let rows = table.columns.map { column in
      "| `\(column.name)` | \(type(column.values)) | \(column.unit) | \(column.doc) |"
    }
    return """
      ## Table `\(table.name)`

      \(table.doc)

      | column | type | unit | meaning |
      |---|---|---|---|
      \(rows.joined(separator: "\n"))

      """
  }

  private static func type(_ values: ColumnValues) -> String {
    switch values {
    case .bool: "boolean"
    case .int32: "int32"
    case .int64: "int64"
    case .double: "double"
    case .string: "string"
    case .timestamp: "timestamp"
    }
  }
}

/// Every exported table without rows: the columns are what is wanted.
private enum EmptyTables {
  static var all: [Table] {
    let input = ScoringInput(
      ecosystem: .npm, packages: [], columns: [], campaigns: [], excluded: [])
    let reference = Fit.reference(
      input, baseRate: nil, settings: FitSettings(id: "", createdFor: ""))
    let scores = Scoring.Score.scores(input, reference: reference)
    let unclaimed = ClaimedRepositories([], visited: [:], now: UTCInstant(milliseconds: 0))
    let evaluation = Scoring.Evaluate.tables(input, scores: scores, reference: reference)
    let words = TableSentences(reference)
    return [
      CorpusTables.packages([], claims: [:]), FactsTables.facts([]), FactsTables.releases([]),
      FactsTables.dependencies([]), FactsTables.maintainers([]), StatesTable.table([]),
      EdgesTable.table([]), GraphTable.table([], Link.run([], trust: nil)),
      ProvenanceTables.provenance([], unclaimed), ProvenanceTables.claims(.npm, unclaimed),
      CorpusTables.labels([]), CorpusTables.baseRates([], references: []),
      ScoresTable.table(input, scores, words), EvidenceTable.table(input, scores),
      ModelCompareTable.empty,
    ] + EvaluationTableFiles.tables(evaluation).map { words.added(to: $0, evaluation) }
      + EvaluationTableFiles.emptyOfModels + [
      LabelCoverage(
        .npm, claims: [], packages: [], labelled: LabelledRows(facts: [], claims: [])
      ).table,
      CorpusTables.runs([]), CorpusTables.rejections([]),
    ]
  }
}
