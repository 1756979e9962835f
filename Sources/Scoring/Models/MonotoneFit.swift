import Corpus
import Foundation

/// One ecosystem's rows, codes and counts in a fit.
struct FitStratum {
  let input: ScoringInput
  let codes: SignalCodes
  let rows: FitRows
  let counts: [EvidenceCounts]
  /// Rows that would take part if less about them were unknown.
  let partial: [Bool]

  init(_ input: ScoringInput, _ codes: SignalCodes, partial: [Bool], settings: FitSettings) {
    let rows = FitRows(input, settings: settings, skipped: partial)
    self.input = input
    self.partial = partial
    self.codes = codes
    self.rows = rows
    counts = input.columns.indices.map { column in
      EvidenceCounts(
        definition: input.columns[column].definition, edges: codes.edges[column],
        codes: codes.codes[column], rows: rows, folds: settings.folds)
    }
  }
}

/// M5: monotone weights of evidence and a ridge logistic whose coefficients are at least 0.
///
/// Bins and weights belong to each ecosystem; where several are fitted together they share the
/// coefficients. A signal may be switched off, never reversed. One more logistic per facet, on its
/// columns alone, gives the facet's evidence (method, sections 2.7 and 3).
struct MonotoneFit {
  let strata: [FitStratum]
  let settings: FitSettings

  /// The models of all folds but one, per stratum; `start` are models to begin the search at.
  func models(without fold: Int?, start: [FittedSignals]? = nil) -> [FittedSignals] {
    let signals = self.signals(without: fold)
    guard settings.detector != .evidenceSum else { return signals.map(FittedSignals.init(sumOf:)) }
    let sample = TrainingSample(strata, without: fold, isBalanced: settings.isBalanced)
    let used = signals.first?.indices.filter { index in signals[0][index].isUsed } ?? []
    guard !used.isEmpty, sample.hasBothClasses else {
      return signals.map(FittedSignals.init(sumOf:))
    }
    let columns = used.map { index in
      sample.column(zip(signals, strata).map { ($0[index].weights, $1.codes.codes[index]) })
    }
    let all = fit(columns, sample, start?.first, used)
    let facets = Facet.allCases.compactMap { facet -> (Facet, [Int], LogisticFit)? in
      let places = used.indices.filter { signals[0][used[$0]].facet == facet }
      guard !places.isEmpty else { return nil }
      return (facet, places, fit(places.map { columns[$0] }, sample, nil, []))
    }
    return signals.map { own in
      var own = own
      for (place, index) in used.enumerated() { own[index].coefficient = all.coefficients[place] }
      for (_, places, facet) in facets {
        for (place, coefficient) in zip(places, facet.coefficients) {
          own[used[place]].facetCoefficient = coefficient
        }
      }
      return FittedSignals(
        signals: own, intercept: all.intercept - sample.logOdds,
        facetIntercepts: facets.map {
          FacetIntercept(facet: $0.0, nats: $0.2.intercept - sample.logOdds)
        }, isConverged: all.isConverged && facets.allSatisfy(\.2.isConverged))
    }
  }

  private func fit(
    _ columns: [[SIMD8<Double>]], _ sample: TrainingSample, _ start: FittedSignals?, _ used: [Int]
  ) -> LogisticFit {
    let design = DesignMatrix(rowCount: sample.rowCount, columns: columns)
    let first = start.map { start in
      LogisticFit(
        intercept: start.intercept + sample.logOdds,
        coefficients: used.map { start.signals[$0].isUsed ? start.signals[$0].coefficient : 0 },
        isConverged: false)
    }
    return RidgeLogistic(
      design, isPositive: sample.isPositive, weights: sample.weights, ridge: settings.ridge,
      isNonNegative: true
    ).fit(from: first)
  }

  /// Weights of evidence per stratum; strata agree on which signals are used.
  private func signals(without fold: Int?) -> [[SignalEvidence]] {
    var signals = strata.map { stratum in
      stratum.counts.map { $0.evidence(without: fold, settings: settings) }
    }
    guard strata.count > 1 else { return signals }
    for index in signals[0].indices {
      let own = signals.map { $0[index] }
      let mean = own.reduce(0) { $0 + $1.informationValue } / Double(own.count)
      let reason = SignalEvidence.jointDropReason(own, mean < settings.minimumInformation)
      for stratum in signals.indices { signals[stratum][index].dropped = reason }
    }
    return signals
  }
}

extension SignalEvidence {
  static let tooLittle = "little information"

  /// Why a signal of several strata is dropped in all of them; nil when it is used.
  fileprivate static func jointDropReason(_ own: [SignalEvidence], _ isWeak: Bool) -> String? {
    if isWeak { return own.allSatisfy { $0.dropped != nil } ? own[0].dropped : tooLittle }
    let others = own.map { $0.dropped == tooLittle ? nil : $0.dropped }
    return others.contains(nil) ? nil : others[0]
  }
}

/// The rows that a logistic is fitted on.
struct TrainingSample {
  /// Per stratum, rows of its input.
  let rows: [[Int]]
  let isPositive: [Bool]
  let weights: [Double]

  init(_ strata: [FitStratum], without fold: Int?, isBalanced: Bool) {
    var (rows, isPositive, weights): ([[Int]], [Bool], [Double]) = ([], [], [])
    for stratum in strata {
      let own = stratum.rows
      let usual = own.sample.filter { own.unlabelledFolds[$0] != fold }
      let bad = own.malicious.indices.filter { own.maliciousFolds[$0] != fold }
      rows.append(usual.map { own.unlabelled[$0] } + bad.map { own.malicious[$0] })
      isPositive += usual.map { _ in false } + bad.map { _ in true }
      weights += usual.map { _ in 1 } + bad.map { own.weights[$0] }
    }
    self.rows = rows
    self.isPositive = isPositive
    self.weights = isBalanced ? Self.balanced(weights, isPositive) : weights
  }

  var rowCount: Int { isPositive.count }

  var hasBothClasses: Bool { isPositive.contains(true) && isPositive.contains(false) }

  /// The log odds of malice in the mix that was fitted.
  var logOdds: Double {
    let (bad, usual) = Self.totals(weights, isPositive)
    return log(bad / usual)
  }

  /// One column of the design: the weights of evidence of the rows' codes, stratum by stratum.
  func column(_ parts: [(table: [Double], codes: [UInt8])]) -> [SIMD8<Double>] {
    var values: [Double] = []
    values.reserveCapacity(rowCount)
    for (part, rows) in zip(parts, rows) {
      for row in rows { values.append(part.table[Int(part.codes[row])]) }
    }
    return DesignMatrix.packed(values)
  }

  /// Unlabelled rows weigh as much together as malicious ones.
  private static func balanced(_ weights: [Double], _ isPositive: [Bool]) -> [Double] {
    let (bad, usual) = totals(weights, isPositive)
    guard usual > 0 else { return weights }
    return zip(weights, isPositive).map { $1 ? $0 : $0 * bad / usual }
  }

  private static func totals(
    _ weights: [Double], _ isPositive: [Bool]
  ) -> (bad: Double, usual: Double) {
    zip(weights, isPositive).reduce((0, 0)) { sums, row in
      row.1 ? (sums.0 + row.0, sums.1) : (sums.0, sums.1 + row.0)
    }
  }
}
