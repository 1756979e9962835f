import Corpus

/// What one model says of every row, each row judged by a fit that has not seen its group.
package struct OutOfFoldRisk: Sendable {
  package let model: ModelKind
  /// Higher is riskier; nil where the model says nothing: rows left out of the fit, unknown facets.
  package let risk: [Double?]
  /// Natural logarithms of likelihood ratios; nil for a model that gives none.
  package let logRatios: [Double?]?
}

/// All models of the method, cross-fitted by campaign and publisher.
///
/// Several ecosystems are fitted together as in `Fit.references`: bins and axes of their own,
/// coefficients in common. Results keep the order of the inputs.
package enum OutOfFold {
  /// Every model's risk of every row, simplest model first (method, section 2.7).
  ///
  /// - Parameter settings: `foldPurpose` names the split; `detector` has no influence.
  package static func risks(
    _ inputs: [ScoringInput], settings: FitSettings
  ) -> [[OutOfFoldRisk]] {
    var settings = settings
    settings.detector = .monotone
    let (strata, final) = FittedEvidence.strata(inputs, settings: settings)
    var tables = inputs.map { RiskTable(rowCount: $0.packages.count) }
    for fold in 0..<settings.folds {
      let rows = strata.map { FoldRows($0.rows, fold: fold) }
      let models = FoldModels(strata, fold: fold, start: final, settings: settings)
      for index in tables.indices {
        tables[index].fill(
          strata[index], index, models, test: rows[index].inside, training: rows[index].outside)
      }
    }
    return tables.map(\.risks)
  }

  /// Every model's risk of the test rows, fitted on all others.
  ///
  /// - Parameter isTest: per input and row.
  package static func risks(
    _ inputs: [ScoringInput], isTest: [[Bool]], settings: FitSettings
  ) -> [[OutOfFoldRisk]] {
    var settings = settings
    settings.detector = .monotone
    let training = zip(inputs, isTest).map { $0.excluding($1) }
    let (strata, _) = FittedEvidence.strata(training, settings: settings)
    let models = FoldModels(strata, fold: nil, start: nil, settings: settings)
    return inputs.indices.map { index in
      var table = RiskTable(rowCount: inputs[index].packages.count)
      let test = isTest[index].indices.filter { isTest[index][$0] && !inputs[index].excluded[$0] }
      table.fill(
        strata[index], index, models, test: test, training: strata[index].rows.unlabelled)
      return table.risks
    }
  }
}

extension ScoringInput {
  /// The same rows, these excluded as well.
  package func excluding(_ rows: [Bool]) -> ScoringInput {
    var other = self
    for row in rows.indices where rows[row] { other.excluded[row] = true }
    return other
  }
}

/// Rows of one fold, and the unlabelled rows of the others.
private struct FoldRows {
  let inside: [Int]
  let outside: [Int]

  init(_ rows: FitRows, fold: Int) {
    inside =
      rows.unlabelled.indices.filter { rows.unlabelledFolds[$0] == fold }
      .map { rows.unlabelled[$0] }
      + rows.malicious.indices.filter { rows.maliciousFolds[$0] == fold }.map { rows.malicious[$0] }
    outside = rows.unlabelled.indices.filter { rows.unlabelledFolds[$0] != fold }
      .map { rows.unlabelled[$0] }
  }
}

/// The models that leave one fold out, of all strata together.
private struct FoldModels {
  /// Per stratum.
  let monotone: [FittedSignals]
  let plain: PlainBaseline
  let activity: [ActivityModel?]
  let maximumUnknownShare: Double

  init(
    _ strata: [FitStratum], fold: Int?, start: [FittedSignals]?, settings: FitSettings
  ) {
    monotone = MonotoneFit(strata: strata, settings: settings).models(without: fold, start: start)
    let sample = TrainingSample(strata, without: fold, isBalanced: settings.isBalanced)
    plain = PlainBaseline(strata.map(\.input), sample)
    activity = strata.map { ActivityModel($0.input, $0.rows, without: fold, settings: settings) }
    maximumUnknownShare = settings.maximumUnknownShare
  }
}

/// One risk per model and row, filled fold by fold.
private struct RiskTable {
  private var values: [ModelKind: [Double?]]

  init(rowCount: Int) {
    values = Dictionary(
      uniqueKeysWithValues: ModelKind.allCases.map {
        ($0, [Double?](repeating: nil, count: rowCount))
      })
  }

  var risks: [OutOfFoldRisk] {
    ModelKind.allCases.map { model in
      let risk = values[model] ?? []
      let isRatio = [.evidenceSum, .plainLogistic, .openDoor, .monotone].contains(model)
      return OutOfFoldRisk(model: model, risk: risk, logRatios: isRatio ? risk : nil)
    }
  }

  /// Judges test rows of one stratum by models that saw none of them.
  mutating func fill(
    _ stratum: FitStratum, _ index: Int, _ models: FoldModels, test: [Int], training: [Int]
  ) {
    let (input, count) = (stratum.input, stratum.input.packages.count)
    let model = models.monotone[index]
    let evidence = RowEvidence(
      model, codes: stratum.codes, rowCount: count, maximumUnknownShare: models.maximumUnknownShare)
    let facets = FacetRanks(facets: evidence.facets, evidence: evidence.byFacet, rows: training)
    let sum = FittedSignals(sumOf: model.signals.map(\.withoutCoefficient))
      .evidence(stratum.codes, count)
    let plain = models.plain.logRatios(input, stratum: index, rows: test)
    let positions = models.activity[index]?.percentiles(input, rows: test)
    for (place, row) in test.enumerated() where !evidence.isPartial[row] {
      let known = evidence.byFacet.map { $0[row] }
      values[.constant]?[row] = 0
      values[.activityAxis]?[row] = positions?[place].map { 1 - $0 }
      values[.weakestFacet]?[row] = facets.weakest(known).map { 1 - $0.percentile }
      values[.evidenceSum]?[row] = sum[row]
      values[.plainLogistic]?[row] = plain[place]
      values[.openDoor]?[row] = OpenDoor.evidence(known)
      values[.monotone]?[row] = -evidence.trust[row]
    }
  }
}

extension SignalEvidence {
  fileprivate var withoutCoefficient: SignalEvidence {
    var plain = self
    plain.coefficient = 1
    return plain
  }
}

/// M4 on all columns that may be used, with one more column per further stratum.
private struct PlainBaseline {
  private let logistic: PlainLogistic?
  private let logOdds: Double

  init(_ inputs: [ScoringInput], _ sample: TrainingSample) {
    guard sample.hasBothClasses else {
      (logistic, logOdds) = (nil, 0)
      return
    }
    let parts = inputs.indices.map { Self.columns(inputs[$0], rows: sample.rows[$0]) }
    let width = (parts.map(\.count).max() ?? 0) + inputs.count - 1
    let columns = (0..<width).map { column in
      parts.indices.flatMap { stratum -> [Double] in
        let signals = parts[stratum].count
        if column < signals { return parts[stratum][column] }
        let isOwn = column - signals + 1 == stratum
        return sample.rows[stratum].map { _ in isOwn ? 1 : 0 }
      }
    }
    logistic = PlainLogistic(
      columns: columns, isPositive: sample.isPositive, weights: sample.weights)
    logOdds = sample.logOdds
  }

  /// Natural logarithms of likelihood ratios of these rows.
  func logRatios(_ input: ScoringInput, stratum: Int, rows: [Int]) -> [Double] {
    guard let logistic else { return rows.map { _ in 0 } }
    var columns = Self.columns(input, rows: rows)
    for other in 1..<max(logistic.means.count - columns.count + 1, 1) {
      columns.append(rows.map { _ in other == stratum ? 1 : 0 })
    }
    return logistic.margins(columns, rowCount: rows.count).map { $0 - logOdds }
  }

  private static func columns(_ input: ScoringInput, rows: [Int]) -> [[Double]] {
    input.columns.filter { $0.definition.direction != .contextOnly }.map { column in
      rows.map { PlainLogistic.damped(column.number($0) ?? .nan) }
    }
  }
}
