import Corpus

/// The stage `score`: from a reference and columns to scores.
package enum Score {
  /// Scores every row with the final model, so that equal packages have equal scores.
  ///
  /// Columns are matched by name; a signal that is missing from the input is unknown.
  package static func scores(_ input: ScoringInput, reference: Reference) -> ScoreColumns {
    let signals = reference.model.signals
    let count = input.packages.count
    let codes = codes(input, signals)
    let evidence = RowEvidence(
      reference.model.fitted, codes: codes, rowCount: count,
      maximumUnknownShare: reference.maximumUnknownShare)
    let score = Parallel.rows(count) { rows in
      rows.map { 10 * reference.model.ranks.percentile(evidence.trust[$0]) }
    }
    let weakest = weakest(evidence, reference, count)
    let posterior = PosteriorColumns(score, evidence.isPartial, reference)
    let top = TopContributions(signals, codes, count)
    return ScoreColumns(
      reference: reference.id,
      evidenceDecibans: evidence.total.map(Statements.decibans(nats:)),
      facets: evidence.facets,
      facetDecibans: evidence.byFacet.map { column in
        column.map { $0.map(Statements.decibans(nats:)) }
      },
      openDoorDecibans: openDoor(evidence, count), score: score,
      weakestFacet: weakest.map { $0?.facet },
      weakestPercentile: weakest.map { $0?.percentile }, bin: posterior.bin,
      ratio: posterior.ratio, low: posterior.low, mid: posterior.mid, high: posterior.high,
      oneIn: posterior.oneIn, isPartial: evidence.isPartial, flags: posterior.flags,
      heldOutScore: heldOut(input, codes, reference), topSignals: top.signals,
      topCodes: top.codes, signals: signals)
  }

  static func codes(_ input: ScoringInput, _ signals: [SignalEvidence]) -> SignalCodes {
    let columns = signals.map { signal in
      input.columns.first { $0.definition.name == signal.name }
    }
    return SignalCodes(
      columns: columns, edges: signals.map(\.edges), rowCount: input.packages.count)
  }

  private static func openDoor(_ evidence: RowEvidence, _ count: Int) -> [Double?] {
    Parallel.rows(count) { rows in
      var values = [Double?](repeating: nil, count: evidence.byFacet.count)
      return rows.map { row in
        for facet in values.indices { values[facet] = evidence.byFacet[facet][row] }
        return OpenDoor.evidence(values).map(Statements.decibans(nats:))
      }
    }
  }

  private static func weakest(
    _ evidence: RowEvidence, _ reference: Reference, _ count: Int
  ) -> [(facet: Facet, percentile: Double)?] {
    Parallel.rows(count) { rows in
      var values = [Double?](repeating: nil, count: evidence.byFacet.count)
      return rows.map { row in
        for facet in values.indices { values[facet] = evidence.byFacet[facet][row] }
        return reference.facets.weakest(values)
      }
    }
  }

  /// Scores of reported rows under the models that have not seen their campaigns.
  private static func heldOut(
    _ input: ScoringInput, _ codes: SignalCodes, _ reference: Reference
  ) -> [Double?] {
    let tables = reference.folds.map { $0.signals.map(\.doubtTable) }
    return input.campaigns.enumerated().map { row, campaign in
      guard let campaign, !input.excluded[row] else { return nil }
      let fold = CrossFit.fold(of: campaign, in: input.ecosystem, folds: tables.count)
      let trust = -codes.total(tables[fold], row: row, intercept: reference.folds[fold].intercept)
      let position = reference.folds[fold].ranks.percentile(trust)
      return 10 * reference.model.ranks.snapped(position)
    }
  }
}

/// What the ratio map says of each row.
private struct PosteriorColumns {
  var bin: [Int?]
  var ratio: [Double?]
  var low: [Double?]
  var mid: [Double?]
  var high: [Double?]
  var oneIn: [String?]
  var flags: [ScoreFlags]

  init(_ scores: [Double], _ isPartial: [Bool], _ reference: Reference) {
    let common = Self.commonFlags(reference)
    let readings = Self.readings(scores, isPartial, reference.map)
    bin = readings.map { $0?.bin }
    ratio = readings.map { $0?.ratio }
    low = readings.map { $0?.low }
    mid = readings.map { $0?.mid }
    high = readings.map { $0?.high }
    var phrases = OneInPhrases()
    oneIn = readings.map { reading in
      guard let low = reading?.low, let mid = reading?.mid, let high = reading?.high else {
        return nil
      }
      return phrases.phrase(low: low, mid: mid, high: high)
    }
    flags = isPartial.map { $0 ? common.union(.partial) : common }
  }

  private static func readings(
    _ scores: [Double], _ isPartial: [Bool], _ map: RatioMap?
  ) -> [RatioReading?] {
    guard let map else { return scores.map { _ in nil } }
    let edges = map.bins.map { $0.upperEdge ?? .infinity }
    return scores.indices.map { row in
      isPartial[row] ? nil : map.reading(score: scores[row], in: edges.countBelow(scores[row]))
    }
  }

  private static func commonFlags(_ reference: Reference) -> ScoreFlags {
    var flags: ScoreFlags = reference.map == nil ? .noMap : []
    let pairs: [(ReferenceWarning, ScoreFlags)] = [
      (.smallSample, .smallSample), (.borrowed, .borrowed), (.noSignal, .noSignal),
      (.priorContradictsData, .priorContradictsData),
    ]
    for (warning, flag) in pairs where reference.warnings.contains(warning) { flags.insert(flag) }
    return flags
  }
}

/// The strongest contributions of every row.
private struct TopContributions {
  var signals: [Int16]
  var codes: [UInt8]

  init(_ evidence: [SignalEvidence], _ rowCodes: SignalCodes, _ count: Int) {
    let slots = ScoreColumns.contributionCount
    signals = [Int16](repeating: -1, count: count * slots)
    codes = [UInt8](repeating: 0, count: count * slots)
    var strengths = [Double](repeating: 0, count: count * slots)
    for (signal, item) in evidence.enumerated() where item.isUsed {
      let table = item.table.map { abs($0) }
      let column = rowCodes.codes[signal]
      for row in 0..<count {
        insert(Int16(signal), column[row], table[Int(column[row])], row * slots, &strengths)
      }
    }
  }

  /// Keeps the slots of a row in falling order; of equals the earlier signal stays first.
  @inline(__always)
  private mutating func insert(
    _ signal: Int16, _ code: UInt8, _ strength: Double, _ start: Int, _ strengths: inout [Double]
  ) {
    var slot = start + ScoreColumns.contributionCount - 1
    guard strength > strengths[slot] else { return }
    while slot > start, strength > strengths[slot - 1] {
      strengths[slot] = strengths[slot - 1]
      signals[slot] = signals[slot - 1]
      codes[slot] = codes[slot - 1]
      slot -= 1
    }
    strengths[slot] = strength
    signals[slot] = signal
    codes[slot] = code
  }
}
