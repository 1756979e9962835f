import Corpus
import Report
import Scoring
import Tables

/// The sentences that tables and `show` carry: each names its base rate, population, unit and interval.
struct TableSentences {
  private let reference: Reference
  private let rate: BaseRateFigures
  private let registry: String
  /// Upper edges of the map's bins; empty without a map.
  private let edges: [Double]

  init(_ reference: Reference) {
    self.reference = reference
    rate = BaseRateFigures(reference)
    registry = reference.ecosystem.osvName
    edges = reference.map?.bins.map { $0.upperEdge ?? .infinity } ?? []
  }

  /// A table of bins with the sentence of each row in a column `statement`; other tables as they are.
  func added(to table: Table, _ evaluation: EvaluationTables) -> Table {
    let sentences: [String]
    switch table.name {
    case "lr_bins":
      sentences = evaluation.ratioBins.map { bin in
        sentence(subject(bin.index), rate.mid, bin.low, bin.mid, bin.high)
          ?? Statement.refusal(subject(bin.index), reason(bin))
      }
    case "sweep":
      sentences = evaluation.sweep.map { row in
        sentence(subject(row.bin), row.baseRate, row.low, row.mid, row.high)
          ?? Statement.refusal(subject(row.bin), Statement.reason("prior_contradicts_data"))
      }
    default: return table
    }
    let column = Column(
      "statement", .string(sentences),
      doc: "The probability as a sentence that names all it depends on, or why there is none.")
    return Table(name: table.name, columns: table.columns + [column], doc: table.doc)
  }

  /// The sentence of every scored package; packages with like numbers share one.
  func column(_ scores: ScoreColumns) -> Column {
    let subject = "\(Statement.items(of: rate.unit)) with its score"
    var known: [String: String] = [:]
    let sentences = scores.score.indices.map { row in
      guard let phrase = scores.oneIn[row] else { return refusal(scores.flags[row]) }
      if let sentence = known[phrase] { return sentence }
      let sentence =
        sentence(subject, rate.mid, scores.low[row], scores.mid[row], scores.high[row]).map {
          "\($0) \(Statement.origin(rate))"
        } ?? refusal(scores.flags[row])
      known[phrase] = sentence
      return sentence
    }
    return Column(
      "statement", .string(sentences),
      doc: "The probability as a sentence that names all it depends on, or why there is none.")
  }

  /// What is said about the lowest scores of the ecosystem.
  var lowestScores: String {
    guard let lowest = reference.map?.bins.first else {
      return Statement.refusal(registry, reference.note ?? "no reference was fitted")
    }
    let subject = subject(0)
    return sentence(subject, rate.mid, lowest.low, lowest.mid, lowest.high)
      ?? Statement.refusal(subject, reason(lowest))
  }

  private func refusal(_ flags: ScoreFlags) -> String {
    let reasons = flags.names.map(Statement.reason)
    let why = flags.contains(.noMap) ? reference.note.map { [$0] } ?? reasons : reasons
    return Statement.refusal(
      "it", why.isEmpty ? "labels and base rate do not support one" : why.joined(separator: "; "))
  }

  private func reason(_ bin: RatioBin) -> String {
    if reference.warnings.contains(.priorContradictsData) {
      return Statement.reason("prior_contradicts_data")
    }
    return "\(Statement.reason("small_sample")), and no others to borrow from"
  }

  private func subject(_ bin: Int) -> String {
    Statement.subject(bin: bin, upperEdges: edges, unit: rate.unit)
  }

  private func sentence(
    _ subject: String, _ baseRate: Double, _ low: Double?, _ mid: Double?, _ high: Double?
  ) -> String? {
    guard let low, let mid, let high, high > 0 else { return nil }
    var stated = rate
    stated.mid = baseRate
    return Statement.sentence(
      Interval(low: low, mid: mid, high: high), of: subject, at: stated, in: registry)
  }
}

extension BaseRateFigures {
  /// The base rate a reference was fitted with; a guess without a date holds as of the fit.
  init(_ reference: Reference) {
    let belief = reference.baseRate
    self.init(
      low: belief.low, mid: belief.mid, high: belief.high, population: belief.population,
      unit: belief.unit, source: belief.source,
      asOf: String((belief.asOf ?? reference.createdFor).prefix(10)), isElicited: belief.isElicited)
  }
}
