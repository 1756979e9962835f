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

  init(_ input: ScoringInput, settings: FitSettings) {
    let codes = Self.codes(input)
    let count = input.packages.count
    func counted(_ rows: FitRows) -> [EvidenceCounts] {
      input.columns.indices.map { column in
        EvidenceCounts(
          definition: input.columns[column].definition, edges: codes.edges[column],
          codes: codes.codes[column], rows: rows, folds: settings.folds)
      }
    }
    // Ranges of a first fit say which rows are partial; the second fit leaves those out.
    let everything = FitRows(
      input, folds: settings.folds, skipped: [Bool](repeating: false, count: count))
    let first = counted(everything).map { $0.evidence(without: nil, settings: settings) }
    let share = settings.maximumUnknownShare
    let partial = RowEvidence(
      signals: first, codes: codes, rowCount: count, maximumUnknownShare: share
    ).isPartial
    let rows = FitRows(input, folds: settings.folds, skipped: partial)
    let evidenceCounts = counted(rows)
    let final = evidenceCounts.map { $0.evidence(without: nil, settings: settings) }
    let evidence = RowEvidence(
      signals: final, codes: codes, rowCount: count, maximumUnknownShare: share)
    let usual = ValueCounts(
      sorted: ColumnSort.ascending(rows.unlabelled.map { -evidence.total[$0] }))
    let ranks = RankTable(usual)

    self.rows = rows
    counts = Self.tally(input, rows, partial)
    model = EvidenceModel(signals: final, ranks: ranks)
    facets = FacetRanks(
      facets: evidence.facets, evidence: evidence.byFacet, rows: rows.unlabelled)
    unlabelledScores = Self.scores(usual, ranks)
    let heldOut = HeldOutEvidence(
      counts: evidenceCounts, codes: codes, rows: rows, rowCount: count, settings: settings)
    folds = heldOut.models
    maliciousPositions = heldOut.maliciousPositions.map(ranks.snapped)
    crossFitShift = StabilityIndex.shift(from: usual, to: heldOut.unlabelledTrust)
  }

  /// Edges come from the unlabelled rows alone, so they know nothing of labels and suit all folds.
  private static func codes(_ input: ScoringInput) -> SignalCodes {
    let isUsual = input.packages.indices.map { !input.excluded[$0] && input.campaigns[$0] == nil }
    let usual = isUsual.count { $0 }
    let bad = input.campaigns.count { $0 != nil }
    let bins = min(usual, bad) < 500 ? 8 : 10
    let edges = input.columns.map { column in
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

  private static func tally(
    _ input: ScoringInput, _ rows: FitRows, _ partial: [Bool]
  ) -> ReferenceCounts {
    ReferenceCounts(
      unlabelled: rows.unlabelled.count, malicious: rows.malicious.count,
      campaigns: rows.campaignCount, excluded: input.excluded.count { $0 },
      partial: input.excluded.indices.count { partial[$0] && !input.excluded[$0] })
  }
}

/// Models that leave one fold out, and what they say of the rows they have not seen.
struct HeldOutEvidence {
  var models: [EvidenceModel] = []
  /// Percentiles of `rows.malicious` under the model of their fold.
  var maliciousPositions: [Double]
  /// Trust of the unlabelled rows, in nats, each under the model of its fold.
  var unlabelledTrust: [Double]

  init(
    counts: [EvidenceCounts], codes: SignalCodes, rows: FitRows, rowCount: Int,
    settings: FitSettings
  ) {
    maliciousPositions = [Double](repeating: 0.5, count: rows.malicious.count)
    unlabelledTrust = [Double](repeating: 0, count: rows.unlabelled.count)
    for fold in 0..<settings.folds {
      let signals = counts.map { $0.evidence(without: fold, settings: settings) }
      let totals = codes.totals(signals.map(\.table), rowCount: rowCount)
      let trust = ColumnSort.ascending(rows.unlabelled.map { -totals[$0] })
      let ranks = RankTable(ValueCounts(sorted: trust), limit: 4000)
      for index in rows.malicious.indices where rows.maliciousFolds[index] == fold {
        maliciousPositions[index] = ranks.percentile(-totals[rows.malicious[index]])
      }
      for index in rows.unlabelled.indices where rows.unlabelledFolds[index] == fold {
        unlabelledTrust[index] = -totals[rows.unlabelled[index]]
      }
      models.append(EvidenceModel(signals: signals, ranks: ranks))
    }
  }
}
