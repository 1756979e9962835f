import Corpus
import Foundation
package import Scoring
package import Tables

/// Evaluates scores from elsewhere against labels from elsewhere, without a corpus.
///
/// Scores: `name` (or `package`), optionally `version`, `ecosystem`, `owner` and `day` (or
/// `published_at`), and one column a model. Labels: the same key, `label` (or `analysis`),
/// optionally `campaign` and `hash`.
package struct ElsewhereEvaluation: Sendable {
  /// What to evaluate and how.
  package struct Options: Sendable {
    package var scores: String
    package var labels: String
    /// Features to be searched for leaks; nil for none.
    package var features: String?
    /// Columns of `features` that a crawler knows of its own work.
    package var bookkeeping: [String] = []
    /// Score columns; empty takes every column that holds numbers.
    package var models: [String] = []
    package var baseRates = [1e-2, 1e-3, 1e-4]
    /// Alarm at this value and beyond; nil flags columns of booleans only.
    package var threshold: Double?
    package var isLowerRiskier = false
    /// The first day that counts; nil for all.
    package var from: String?

    package init(scores: String, labels: String) {
      self.scores = scores
      self.labels = labels
    }
  }

  package let alarms: [AlarmRow]
  package let alarmsByDay: [(day: String, row: AlarmRow)]
  package let rows: [EvaluationRow]
  package let differences: [ModelDifference]
  package let budgets: [AlertBudget]
  package let gates: [LeakGate]
  /// What the reader should know of the tables, one sentence each.
  package let notes: [String]
  private let options: Options
  private let settings: EvaluationSettings

  /// - Throws: `PipelineError(.usage)` naming file, column or row for tables that cannot be judged.
  package init(_ options: Options, settings: EvaluationSettings = EvaluationSettings()) throws {
    let sample = try ElsewhereSample(options)
    self.options = options
    self.settings = settings
    alarms = sample.alarms(nil)
    alarmsByDay = sample.days.flatMap { day in sample.alarms(day).map { (day, $0) } }
    let comparison = ModelComparison(
      sample.rows, models: sample.models, baseRates: options.baseRates, settings: settings)
    rows = comparison.rows
    differences = comparison.differences
    budgets = sample.models.flatMap {
      AlertBudget.rows(sample.rows, model: $0, days: sample.day)
    }
    gates =
      try options.features.map {
        try sample.gates(ElsewhereTable(path: $0), options.bookkeeping, settings)
      } ?? []
    notes = sample.notes
  }

  /// The tables, all of one folder.
  package var tables: [Table] {
    let key = TableKey(source: "elsewhere", reference: options.scores)
    var tables = [
      AlarmTables.alarms(alarms.map { (nil, $0) } + alarmsByDay.map { ($0.day, $0.row) }),
      AlarmTables.precision(alarms, baseRates: options.baseRates, settings: settings),
      ModelTables.eval(rows, key), ModelTables.compare(differences, key),
    ]
    if !budgets.isEmpty { tables.append(ModelTables.budget(budgets, key)) }
    if options.features != nil { tables.append(ModelTables.gates(gates, key)) }
    return tables
  }

  /// - Throws: `PipelineError(.leak)` when a feature gives the label away.
  package func refuseLeaks() throws {
    let hits = gates.filter(\.isBlocking)
    guard !hits.isEmpty else { return }
    throw PipelineError(
      .leak,
      "the evaluation would not measure malice:\n  \(hits.map(\.sentence).joined(separator: "\n  "))"
    )
  }
}

/// The joined rows of tables from elsewhere.
struct ElsewhereSample {
  let models: [ModelScores]
  let rows: EvaluationRows
  let day: [String?]
  let days: [String]
  let notes: [String]
  private let labels: OutsideLabels
  private let owners: [String]
  private let keys: [String]
  private let isFlagged: [String: [Bool?]]

  private static let reserved: Set = [
    "name", "package", "version", "ecosystem", "owner", "day", "published_at", "hash",
  ]

  init(_ options: ElsewhereEvaluation.Options) throws {
    let scores = try ElsewhereTable(path: options.scores)
    let keys = try OutsideKeys(scores, ElsewhereTable(path: options.labels))
    let day = try Self.days(scores)
    let kept = day.map { word in options.from.map { word ?? "" >= $0 } ?? true }
    let names = try Self.modelNames(scores, options)
    var flagged: [String: [Bool?]] = [:]
    let models = try names.map { name in
      let numbers = try scores.numbers(name)
      if let limit = options.threshold ?? (scores.table[name]?.type == .bool ? 1 : nil) {
        flagged[name] = numbers.map { number in
          number.map { options.isLowerRiskier ? $0 <= limit : $0 >= limit }
        }
      }
      return ModelScores(
        name: name, risk: numbers.map { $0.map { options.isLowerRiskier ? -$0 : $0 } })
    }
    let owners =
      try scores.table["owner"] == nil
      ? keys.packages.map { Optional($0) } : scores.texts(["owner"])
    let labels = try OutsideLabels(ElsewhereTable(path: options.labels), keys: keys)
    self.models = models
    self.owners = zip(owners, keys.packages).map { $0 ?? $1 }
    rows = EvaluationRows(
      population: URL(fileURLWithPath: options.scores).lastPathComponent, design: "given",
      campaigns: labels.campaigns, owners: self.owners,
      isIncluded: kept.indices.map { row in
        kept[row] && models.allSatisfy { $0.risk[row] != nil }
      })
    self.day = zip(day, kept).map { $1 ? $0 : nil }
    days = Set(self.day.compactMap(\.self)).sorted()
    isFlagged = flagged
    self.labels = labels
    self.keys = keys.first
    notes = Self.notes(keys, labels, rows, options)
    guard rows.campaignCount > 0, !rows.negatives.isEmpty else {
      throw PipelineError(
        .usage, "\(options.scores): only one class is left to judge; check --from and empty cells")
    }
  }

  private static func modelNames(
    _ scores: ElsewhereTable, _ options: ElsewhereEvaluation.Options
  ) throws -> [String] {
    if !options.models.isEmpty { return options.models }
    let names = scores.table.columns.filter {
      !reserved.contains($0.name) && $0.holdsNumbers
    }.map(\.name)
    guard !names.isEmpty else {
      throw PipelineError(
        .usage,
        "\(scores.path) has no column of numbers to take for a score; it has \(scores.table.columns.map(\.name).joined(separator: ", "))"
      )
    }
    return names
  }

  private static func days(_ scores: ElsewhereTable) throws -> [String?] {
    guard scores.firstColumn(["day", "published_at"]) != nil else {
      return [String?](repeating: nil, count: scores.table.rowCount)
    }
    return try scores.texts(["day", "published_at"]).map { $0.map { String($0.prefix(10)) } }
  }

  private static func notes(
    _ keys: OutsideKeys, _ labels: OutsideLabels, _ rows: EvaluationRows,
    _ options: ElsewhereEvaluation.Options
  ) -> [String] {
    var notes = [
      "\(rows.positives.count) malicious rows in \(rows.campaignCount) campaigns, worth \((rows.effectiveCampaigns * 10).rounded() / 10) independent ones; \(rows.negatives.count) others taken as good"
    ]
    if !labels.otherWords.isEmpty {
      notes.append("unlabelled, not good: \(labels.otherWords.joined(separator: ", "))")
    }
    if !keys.strangers.isEmpty {
      notes.append("\(keys.strangers.count) labels name rows that \(options.scores) does not have")
    }
    return notes
  }

  /// The alarms of each model that flags, on one day or on all that count.
  func alarms(_ only: String?) -> [AlarmRow] {
    let counted = Set(rows.positives + rows.negatives)
    let members = counted.filter { only == nil || day[$0] == only }.sorted()
    var sizes: [String: Double] = [:]
    for row in members { if let key = labels.campaigns[row] { sizes[key, default: 0] += 1 } }
    let count = days.isEmpty ? nil : (only == nil ? days.count : 1)
    return models.compactMap { model in
      isFlagged[model.name].map { flags in
        AlarmRow(
          model: model.name, isFlagged: members.map { flags[$0] },
          isMalicious: members.map { labels.isMalicious[$0] }, days: count,
          effectiveCampaigns: Kish.effectiveSize(sizes.sorted { $0.key < $1.key }.map(\.value)))
      }
    }
  }

  /// The gates of every feature, and of the bookkeeping columns together.
  func gates(
    _ features: ElsewhereTable, _ bookkeeping: [String], _ settings: EvaluationSettings
  ) throws -> [LeakGate] {
    let names = features.table.columns.filter {
      !Self.reserved.contains($0.name) && !bookkeeping.contains($0.name) && $0.holdsNumbers
    }.map(\.name)
    let places = try OutsideKeys.places(of: keys, in: features)
    func aligned(_ name: String) throws -> [Double?] {
      let values = try features.numbers(name)
      return places.map { $0.flatMap { values[$0] } }
    }
    var gates = LeakGates.signals(try names.map { ($0, try aligned($0)) }, rows)
    guard !bookkeeping.isEmpty else { return gates }
    let columns = try bookkeeping.map { Self.column($0, try aligned($0)) }
    let input = ScoringInput(
      ecosystem: .npm, packages: owners.indices.map { PackageID(.npm, "row-\($0)") },
      columns: columns, campaigns: labels.campaigns,
      excluded: [Bool](repeating: false, count: owners.count))
    if let gate = LeakGates.bookkeeping(input, rows, settings: settings) { gates.append(gate) }
    return gates
  }

  private static func column(_ name: String, _ values: [Double?]) -> SignalColumn {
    SignalColumn(
      definition: SignalDefinition(
        name: name, facet: .hygiene, unit: "", direction: .unconstrained, costToFake: .trivial,
        question: "", howToFake: ""),
      values: values.map { $0 ?? .nan },
      states: values.map { $0 == nil ? .notCollected : .present })
  }
}
