/// A reason why an evaluation would measure something else than malice (method, section 5.1).
package struct LeakGate: Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable {
    /// One signal alone separates the classes.
    case signal
    /// What a crawler knows of its own work separates them.
    case bookkeeping
    /// A reported row was observed when the package was already gone.
    case observedAfterTakedown = "observed_after_takedown"
    /// A reported row shows the registry's placeholder, not the package.
    case placeholder
    /// Age alone separates them: what dies young is compared with what survived.
    case survivorship
  }

  package let kind: Kind
  /// The signal or package it is about.
  package let subject: String
  /// The area that was measured; nil for gates on single rows.
  package let value: Double?
  /// The area it must not exceed.
  package let bound: Double?
  package let isHit: Bool

  package init(kind: Kind, subject: String, value: Double?, bound: Double?, isHit: Bool) {
    self.kind = kind
    self.subject = subject
    self.value = value
    self.bound = bound
    self.isHit = isHit
  }

  /// Whether the evaluation must be refused; survivorship only withholds the population it is in.
  package var isBlocking: Bool { isHit && kind != .survivorship }
}

/// The gates over one set of rows: what would make them measure something else than malice.
package enum LeakGates {
  package static let signalBound = 0.99
  package static let bookkeepingBound = 0.6

  /// How well one column alone separates the classes, whichever way round, campaigns counting once.
  ///
  /// Rows without a value are left out. Nil when a class has fewer than five groups or ten rows
  /// with a value: so few are separated by chance.
  package static func area(_ values: [Double?], _ sample: EvaluationRows) -> Double? {
    let sizes = sample.campaignSizes
    let bad = sample.positives.indices.filter { values[sample.positives[$0]] != nil }
    let good = sample.negatives.filter { values[$0] != nil }
    guard Set(bad.map { sample.campaigns[$0] }).count >= 5, good.count >= 10 else { return nil }
    let curve = RankingCurve(
      scores: bad.map { values[sample.positives[$0]] ?? 0 } + good.map { values[$0] ?? 0 },
      isPositive: bad.map { _ in true } + good.map { _ in false },
      weights: bad.map { 1 / sizes[sample.campaigns[$0]] } + good.map { _ in 1 })
    return max(curve.area, 1 - curve.area)
  }

  /// Single signals that would give the label away.
  package static func signals(
    _ columns: [(name: String, values: [Double?])], _ sample: EvaluationRows
  ) -> [LeakGate] {
    columns.compactMap { column in
      area(column.values, sample).map { area in
        LeakGate(
          kind: .signal, subject: column.name, value: area, bound: signalBound,
          isHit: area > signalBound)
      }
    }
  }

  /// The age of a package when it was observed, which nobody may be judged by.
  package static func survivorship(_ age: [Double?], _ sample: EvaluationRows) -> LeakGate? {
    area(age, sample).map { area in
      LeakGate(
        kind: .survivorship, subject: sample.population, value: area, bound: signalBound,
        isHit: area > signalBound)
    }
  }
}

extension LeakGates {
  /// A model of what a crawler knows of its own work, cross-fitted like the real one.
  ///
  /// It is hit when the area exceeds the bound and its lower 95 % limit over resampled campaigns
  /// exceeds one half: few campaigns reach 0.6 by chance.
  ///
  /// - Parameter input: columns of bookkeeping alone, such as fetch time or retry count.
  package static func bookkeeping(
    _ input: ScoringInput, _ sample: EvaluationRows, settings: EvaluationSettings
  ) -> LeakGate? {
    guard sample.campaignCount >= 5, sample.negatives.count >= 10, !input.columns.isEmpty
    else { return nil }
    var fit = FitSettings(id: "bookkeeping", createdFor: "")
    fit.draws = 1
    let reference = Fit.reference(input, baseRate: nil, settings: fit)
    let scores = Score.scores(input, reference: reference)
    let model = ModelScores(
      name: "bookkeeping",
      risk: input.packages.indices.map { row in
        -(input.campaigns[row] == nil ? scores.score[row] : scores.heldOutScore[row] ?? 5)
      })
    var quick = settings
    quick.falsePositiveRates = []
    let row = ModelComparison(sample, models: [model], baseRates: [0.01], settings: quick)
      .rows.first { $0.gamma == 1 }
    guard let area = row?.area.value else { return nil }
    return LeakGate(
      kind: .bookkeeping, subject: sample.population, value: area, bound: bookkeepingBound,
      isHit: area > bookkeepingBound && row?.area.low ?? 0 > 0.5)
  }
}
