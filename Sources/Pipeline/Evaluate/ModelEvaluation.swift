import Corpus
import Foundation
import Scoring

/// All models of one ecosystem judged on all its populations: what the tables of the stage hold.
struct ModelEvaluation {
  private(set) var rows: [EvaluationRow] = []
  private(set) var differences: [ModelDifference] = []
  private(set) var budgets: [AlertBudget] = []
  private(set) var calibration: [CalibrationRow] = []
  private(set) var gates: [LeakGate] = []

  private let input: ScoringInput
  private let history: RowHistory
  private let settings: EvaluationSettings

  /// - Parameters:
  ///   - published: the published score; rows it says nothing of are judged under no model.
  ///   - ownRate: the ecosystem's base rate, beside those of the settings.
  init(
    _ input: ScoringInput, history: RowHistory, published: ModelScores, ownRate: Double,
    now: UTCInstant, settings: EvaluationSettings
  ) {
    self.input = input
    self.history = history
    self.settings = settings
    let arrivals = history.arrivals(before: now)
    let known = input.packages.indices.map { published.risk[$0] != nil }
    let models = [published] + OtherModels.scores(input, isTest: nil)
    for (name, isWanted) in [("arrivals", arrivals), ("registry", known)] {
      let members = zip(isWanted, known).map { $0 && $1 }
      let sample = Self.sample(name, "grouped", input, history, members)
      addGates(sample, isEvidence: name == "arrivals")
      let rates = name == "registry" ? settings.baseRates + [ownRate] : settings.baseRates
      judge(sample, models, Set(rates).sorted(by: >))
    }
    addTemporal()
  }

  private static func sample(
    _ population: String, _ design: String, _ input: ScoringInput, _ history: RowHistory,
    _ members: [Bool]
  ) -> EvaluationRows {
    EvaluationRows(
      population: population, design: design, campaigns: input.campaigns, owners: history.owners,
      isIncluded: input.packages.indices.map { row in
        members[row] && !input.excluded[row]
      })
  }

  private mutating func judge(
    _ sample: EvaluationRows, _ models: [ModelScores], _ rates: [Double]
  ) {
    let survived = gates.contains {
      $0.kind == .survivorship && $0.isHit && $0.subject == sample.population
    }
    let comparison = ModelComparison(
      sample, models: models, baseRates: rates, settings: settings,
      flag: survived ? "survivorship" : nil)
    rows += comparison.rows
    differences += comparison.differences
    for model in models {
      if sample.population == "arrivals" {
        budgets += AlertBudget.rows(sample, model: model, days: history.days)
      }
      calibration += CalibrationRow.rows(
        sample, model: model, baseRates: rates, settings: settings)
    }
  }

  /// Training on the earlier campaigns, testing on the later ones and the unlabelled of their time.
  private mutating func addTemporal() {
    let split = history.split(campaigns: input.campaigns)
    let isTest = split.sides.map { $0 == .test }
    guard split.testCampaigns >= 5, isTest.count(where: { $0 }) >= 100 else { return }
    let models = OtherModels.scores(input, isTest: isTest)
    judge(
      Self.sample("since_split", "temporal", input, history, isTest), models, settings.baseRates)
  }

  private mutating func addGates(_ sample: EvaluationRows, isEvidence: Bool) {
    if let gate = LeakGates.survivorship(history.ageDays, sample) { gates.append(gate) }
    guard isEvidence else { return }
    let columns = input.columns.filter { $0.definition.direction != .contextOnly }
    gates += LeakGates.signals(
      columns.map { ($0.definition.name, $0.presentValues) }, sample)
    gates += sample.positives.filter { history.isPlaceholder[$0] }.map { row in
      LeakGate(
        kind: .placeholder, subject: input.packages[row].key, value: nil, bound: nil, isHit: true)
    }
    var bookkeeping = input
    bookkeeping.columns = [history.fetchColumn]
    if let gate = LeakGates.bookkeeping(bookkeeping, sample, settings: settings) {
      gates.append(gate)
    }
  }
}

extension SignalColumn {
  /// Present and absent values; nil for every other state.
  fileprivate var presentValues: [Double?] {
    zip(values, states).map { $1 == .present || $1 == .absent ? $0 : nil }
  }
}

extension RowHistory {
  /// What the crawler knows of its own work, as a column that no model may use.
  fileprivate var fetchColumn: SignalColumn {
    SignalColumn(
      definition: SignalDefinition(
        name: "fetch_second_of_day", facet: .hygiene, unit: "s", direction: .unconstrained,
        costToFake: .trivial, question: "", howToFake: ""),
      values: fetchSecondOfDay,
      states: [SignalState](repeating: .present, count: fetchSecondOfDay.count))
  }
}

/// The models of the method, each row judged by a fit that has not seen its group.
enum OtherModels {
  /// - Parameter isTest: rows to judge by a fit on all others; nil cross-fits by fold.
  static func scores(_ input: ScoringInput, isTest: [Bool]?) -> [ModelScores] {
    let settings = FitSettings(id: "comparison", createdFor: "")
    let risks =
      isTest.map { OutOfFold.risks([input], isTest: [$0], settings: settings)[0] }
      ?? OutOfFold.risks([input], settings: settings)[0]
    return risks.map(scores)
  }

  /// A row that a model says nothing of is left where it says nothing: even odds, or the middle rank.
  private static func scores(_ risk: OutOfFoldRisk) -> ModelScores {
    let isRank = risk.logRatios == nil && risk.model != .constant
    let neutral = isRank ? 0.5 : 0
    return ModelScores(
      name: risk.model.rawValue, risk: risk.risk.map { $0 ?? neutral },
      logRatios: risk.logRatios.map { $0.map { $0 ?? 0 } })
  }
}

/// The published score as a model to be judged.
enum PublishedModel {
  static let name = "published"

  /// Risk is the negated score, held out where the row is reported; the map gives the ratios.
  static func scores(
    _ input: ScoringInput, _ scores: ScoreColumns, _ reference: Reference
  ) -> ModelScores {
    let trust = input.packages.indices.map { row -> Double? in
      if scores.isPartial[row] { return nil }
      return input.campaigns[row] == nil ? scores.score[row] : scores.heldOutScore[row]
    }
    let ratios = reference.map.map { map in
      let values = map.bins.map { log($0.likelihoodRatio ?? .greatestFiniteMagnitude) }
      return trust.map { $0.map { values[map.bin(ofScore: $0)] } }
    }
    return ModelScores(name: name, risk: trust.map { $0.map { -$0 } }, logRatios: ratios)
  }
}
