import Corpus
import Foundation

/// The evidence part of a fit: models, ranks, and where the campaigns stand.
struct FittedEvidence {
  let rows: FitRows
  let counts: ReferenceCounts
  let model: EvidenceModel
  let folds: [EvidenceModel]
  let facets: FacetRanks
  /// Held-out trust percentiles of `rows.malicious`, in 0...1, on the published scale.
  let maliciousPositions: [Double]
  /// Published scores of `rows.unlabelled`, ascending.
  let unlabelledScores: [Double]
  let crossFitShift: Double

  /// Whether every search for coefficients came to its end.
  let isConverged: Bool

  /// Fits ecosystems together: bins, ranks and folds of their own, coefficients in common.
  static func fit(_ inputs: [ScoringInput], settings: FitSettings) -> [FittedEvidence] {
    let (strata, final) = strata(inputs, settings: settings)
    let fit = MonotoneFit(strata: strata, settings: settings)
    let folds = Parallel.map(settings.folds) { fit.models(without: $0, start: final) }
    return strata.indices.map { index in
      FittedEvidence(
        strata[index], final: final[index], folds: folds.map { $0[index] }, settings: settings)
    }
  }

  /// The rows that take part, and the models fitted on all of them.
  ///
  /// What is partial depends on the coefficients and partial rows take no part in a fit: a first
  /// fit over all rows says which they are, and when there are any a second leaves them out.
  static func strata(
    _ inputs: [ScoringInput], settings: FitSettings
  ) -> (strata: [FitStratum], models: [FittedSignals]) {
    let codes = inputs.map { Self.codes($0, settings) }
    let first = inputs.indices.map { index in
      FitStratum(
        inputs[index], codes[index],
        partial: [Bool](repeating: false, count: inputs[index].packages.count),
        settings: settings)
    }
    let models = MonotoneFit(strata: first, settings: settings).models(without: nil)
    let partial = first.indices.map { partialRows(first[$0], models[$0], settings) }
    guard partial.contains(where: { $0.contains(true) }) else { return (first, models) }
    let strata = inputs.indices.map {
      FitStratum(inputs[$0], codes[$0], partial: partial[$0], settings: settings)
    }
    let fit = MonotoneFit(strata: strata, settings: settings)
    return (strata, fit.models(without: nil, start: models))
  }

  private static func partialRows(
    _ stratum: FitStratum, _ model: FittedSignals, _ settings: FitSettings
  ) -> [Bool] {
    let partial = RowEvidence.partialRows(
      model, codes: stratum.codes, rowCount: stratum.input.packages.count,
      maximumUnknownShare: settings.maximumUnknownShare)
    return zip(partial, stratum.input.excluded).map { $0 && !$1 }
  }

  private init(
    _ stratum: FitStratum, final: FittedSignals, folds: [FittedSignals], settings: FitSettings
  ) {
    let rows = stratum.rows
    let evidence = RowEvidence(
      final, codes: stratum.codes, rowCount: stratum.input.packages.count,
      maximumUnknownShare: settings.maximumUnknownShare)
    let usual = ValueCounts(
      sorted: ColumnSort.ascending(rows.unlabelled.map { evidence.trust[$0] }))
    let ranks = RankTable(usual)
    let heldOut = HeldOutEvidence(
      folds, codes: stratum.codes, rows: rows, rowCount: stratum.input.packages.count)
    self.rows = rows
    counts = Self.tally(stratum)
    model = EvidenceModel(final, ranks: ranks)
    facets = FacetRanks(
      facets: evidence.facets, evidence: evidence.byFacet, rows: rows.unlabelled)
    unlabelledScores = Self.scores(usual, ranks)
    self.folds = heldOut.models
    maliciousPositions = heldOut.maliciousPositions.map(ranks.snapped)
    crossFitShift = Self.shift(unlabelledScores, heldOut.unlabelledPositions.map(ranks.snapped))
    isConverged = final.isConverged && folds.allSatisfy(\.isConverged)
  }

  /// The stability index between published scores of unlabelled rows and their held-out scores.
  ///
  /// Both are percentiles, as is all that a ratio is made from. Evidence itself is not compared:
  /// every fold's coefficients are a little longer or shorter than the final ones, since 12 of 60
  /// campaigns fewer were seen, which moves all evidence alike and no rank at all.
  private static func shift(_ published: [Double], _ heldOut: [Double]) -> Double {
    StabilityIndex.shift(from: ValueCounts(sorted: published), to: heldOut.map { 10 * $0 })
  }

  /// Edges come from the unlabelled rows alone, so they know nothing of labels and suit all folds.
  static func codes(_ input: ScoringInput, _ settings: FitSettings) -> SignalCodes {
    let isUsual = input.packages.indices.map {
      !input.excluded[$0] && (settings.binsIncludeLabelled || input.campaigns[$0] == nil)
    }
    let usual = isUsual.count { $0 }
    let bad = input.campaigns.count { $0 != nil }
    let bins = settings.bins ?? (min(usual, bad) < 500 ? 8 : 10)
    let edges = Parallel.map(input.columns.count) { index in
      let column = input.columns[index]
      let values = column.values.indices.compactMap { row -> Double? in
        guard isUsual[row] else { return nil }
        switch column.states[row] {
        case .present: return column.values[row].isFinite ? column.values[row] : nil
        case .absent: return 0
        case .notCollected, .withheld, .notApplicable: return nil
        }
      }
      let counted = ValueCounts(sorted: ColumnSort.ascending(values))
      return Array(Bins.equalPopulation(counted, bins: bins).edges.dropLast())
    }
    return SignalCodes(columns: input.columns, edges: edges, rowCount: input.packages.count)
  }

  private static func scores(_ usual: ValueCounts, _ ranks: RankTable) -> [Double] {
    var scores: [Double] = []
    scores.reserveCapacity(usual.total)
    for index in usual.values.indices {
      let score = 10 * ranks.percentile(usual.values[index])
      scores.append(contentsOf: repeatElement(score, count: usual.count(at: index)))
    }
    return scores
  }

  private static func tally(_ stratum: FitStratum) -> ReferenceCounts {
    ReferenceCounts(
      unlabelled: stratum.rows.unlabelled.count, malicious: stratum.rows.malicious.count,
      campaigns: stratum.rows.campaignCount, excluded: stratum.input.excluded.count { $0 },
      partial: stratum.partial.count { $0 })
  }
}

/// Models that leave one fold out, and what they say of the rows they have not seen.
struct HeldOutEvidence {
  var models: [EvidenceModel] = []
  /// Percentiles of `rows.malicious` under the model of their fold.
  var maliciousPositions: [Double]
  /// The same of `rows.unlabelled`.
  var unlabelledPositions: [Double]

  init(_ folds: [FittedSignals], codes: SignalCodes, rows: FitRows, rowCount: Int) {
    maliciousPositions = [Double](repeating: 0.5, count: rows.malicious.count)
    unlabelledPositions = [Double](repeating: 0.5, count: rows.unlabelled.count)
    let fitted = Parallel.map(folds.count) { fold in
      let trust = folds[fold].trust(codes, rowCount)
      let usual = ColumnSort.ascending(rows.unlabelled.map { trust[$0] })
      return (trust: trust, ranks: RankTable(ValueCounts(sorted: usual), limit: 4000))
    }
    for (fold, (trust, ranks)) in fitted.enumerated() {
      for index in rows.malicious.indices where rows.maliciousFolds[index] == fold {
        maliciousPositions[index] = ranks.percentile(trust[rows.malicious[index]])
      }
      for index in rows.unlabelled.indices where rows.unlabelledFolds[index] == fold {
        unlabelledPositions[index] = ranks.percentile(trust[rows.unlabelled[index]])
      }
      models.append(EvidenceModel(folds[fold], ranks: ranks))
    }
  }
}
