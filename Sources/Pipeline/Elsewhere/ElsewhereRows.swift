import Corpus
import Features
import Foundation
package import Scoring
import Tables

/// Files of a run without a corpus.
package struct ElsewhereFiles: Sendable {
  package var features: String
  package var labels: String?
  package var columns: String?
  package var output: String

  package init(features: String, labels: String?, columns: String?, output: String) {
    self.features = features
    self.labels = labels
    self.columns = columns
    self.output = output
  }
}

/// Features and labels from elsewhere, as inputs of fit, score and evaluate: one per ecosystem.
package struct ElsewhereRows: Sendable {
  /// Sorted by ecosystem; rows keep the order of the file.
  package let inputs: [ScoringInput]
  /// Rows that are scored but not fitted, per input: `test` in the column `split`.
  package let isTest: [[Bool]]
  package let settings: FitSettings
  /// What a person should know of the files, one sentence each.
  package let notes: [String]

  /// Reads and checks the files; without labels every row is unlabelled.
  ///
  /// - Throws: `PipelineError(.usage)` that says what is wrong with which row or column.
  package init(_ files: ElsewhereFiles) throws {
    let description = try TableDescription.read(files.columns)
    let features = try ElsewhereTable(path: files.features)
    let packages = try features.packages(description)
    let signals = try ElsewhereSignals(features, description)
    let labels = try files.labels.map { path in
      try ElsewhereLabels(ElsewhereTable(path: path), description, packages)
    }
    let digest = try [files.features, files.labels].compactMap(\.self).map(RunDigests.file)
      .joined(separator: "+")
    let settings = try description.settings(id: "elsewhere", digest: digest)
    let groups = Dictionary(grouping: packages.indices) { packages[$0].ecosystem }
    let parts = groups.sorted { $0.key < $1.key }.map { ecosystem, rows in
      (ecosystem, rows, labels?.isTest(rows) ?? rows.map { _ in false })
    }
    inputs = parts.map { ecosystem, rows, isTest in
      var input = ScoringInput(
        ecosystem: ecosystem, packages: rows.map { packages[$0] },
        columns: signals.columns.map { $0.taking(rows) },
        campaigns: rows.map { labels?.campaigns[$0] ?? nil },
        excluded: rows.map { labels?.excluded[$0] ?? false })
      input.groups = labels?.owners.map { owners in
        rows.map { owners[$0] ?? packages[$0].key }
      }
      input.times = labels?.times.map { times in rows.map { times[$0] } }
      input.weights = labels?.weights.map { weights in rows.map { weights[$0] } }
      guard labels != nil else { return input }
      let guessed = input.excluding(isTest)
        .guessingDirections(of: signals.guessed, settings: settings)
      input.columns = guessed.columns
      return input
    }
    isTest = parts.map(\.2)
    self.settings = settings
    notes = signals.notes + (labels?.notes ?? [])
  }
}

extension SignalColumn {
  /// The rows at these places.
  fileprivate func taking(_ rows: [Int]) -> SignalColumn {
    SignalColumn(
      definition: definition, values: rows.map { values[$0] }, states: rows.map { states[$0] })
  }
}

/// The signals of a features table.
private struct ElsewhereSignals {
  private(set) var columns: [SignalColumn] = []
  /// Names of signals whose direction the labels decide.
  private(set) var guessed: Set<String> = []
  private(set) var notes: [String] = []

  /// The largest share of a column that may be NaN or infinite (method, section 11).
  private static let maximumNotFiniteShare = 0.001

  init(_ file: ElsewhereTable, _ description: TableDescription) throws {
    let table = file.table
    let known = Dictionary(
      Signals.all.map { ($0.definition.name, $0.definition) }, uniquingKeysWith: { $1 })
    for name in (description.signals ?? [:]).keys.sorted() where table[name] == nil {
      throw file.missing("column \(name), which the description lists as a signal")
    }
    let reserved = Self.reserved(description)
    for column in table.columns where !reserved.contains(column.name) {
      let isState = column.name.hasSuffix("_state")
      if isState, table[String(column.name.dropLast("_state".count))] != nil { continue }
      let (definition, isGuessed) = try description.definition(
        column.name, known: known[column.name])
      if isGuessed { guessed.insert(column.name) }
      columns.append(try signal(column, definition, file, description))
    }
    guard !columns.isEmpty else { throw file.missing("column that could be a signal") }
  }

  private static func reserved(_ description: TableDescription) -> Set<String> {
    let named = [description.key, description.ecosystem].compactMap(\.self)
    let conventions = ["package", "name", "purl", "id", "ecosystem", "registry"]
    return Set(named + conventions + (description.exclude ?? []))
  }

  private mutating func signal(
    _ column: Column, _ definition: SignalDefinition, _ file: ElsewhereTable,
    _ description: TableDescription
  ) throws -> SignalColumn {
    if case .timestamp = column.values {
      throw PipelineError(
        .usage,
        "\(file.path): column \(column.name) holds times: turn it into a number, or list it under exclude"
      )
    }
    let unknown = Set(description.unknown ?? TableDescription.unknownWords)
    let states = file.table["\(column.name)_state"]
    var signal = SignalColumn(definition: definition, values: [], states: [])
    var notFinite = 0
    for row in 0..<column.count {
      let text = column.type == .string ? column.text(row) : nil
      let value = text.map(unknown.contains) == true ? nil : column.number(row)
      if let text, value == nil, !unknown.contains(text) {
        throw PipelineError(
          .usage,
          "\(file.path), row \(row + 1): column \(column.name) holds «\(text)», which is no number: list the column under exclude, or the word under unknown"
        )
      }
      if let value, !value.isFinite { notFinite += 1 }
      signal.append(try Self.observation(value, states?.text(row), file, column.name, row))
    }
    try note(notFinite, column, file)
    return signal
  }

  private mutating func note(_ notFinite: Int, _ column: Column, _ file: ElsewhereTable) throws {
    guard notFinite > 0 else { return }
    let share = Double(notFinite) / Double(column.count)
    guard share <= Self.maximumNotFiniteShare else {
      throw PipelineError(
        .usage,
        "\(file.path): \(notFinite) of \(column.count) values of \(column.name) are NaN or infinite; only 1 in 1,000 may be: leave unknown cells empty"
      )
    }
    notes.append(
      "\(notFinite) values of \(column.name) are NaN or infinite and count as not collected")
  }

  /// A cell and the state beside it; without a state a value is present and none is not collected.
  private static func observation(
    _ value: Double?, _ state: String?, _ file: ElsewhereTable, _ name: String, _ row: Int
  ) throws -> Observation<Double> {
    guard let state else { return value.map(Observation.present) ?? .notCollected }
    switch SignalState.allCases.first(where: { $0.name == state }) {
    case .present: return value.map(Observation.present) ?? .notCollected
    case .absent: return .absent
    case .notCollected: return .notCollected
    case .withheld: return .withheld
    case .notApplicable: return .notApplicable
    case nil:
      let words = SignalState.allCases.map(\.name).joined(separator: ", ")
      throw PipelineError(
        .usage, "\(file.path), row \(row + 1): \(name)_state is «\(state)»: write one of \(words)")
    }
  }
}
