import Corpus
import Scoring
import Tables

extension CorpusTables {
  /// Every known base rate, and what stands in where an ecosystem has none.
  static func baseRates(_ rates: [BaseRate], references: [Reference]) -> Table {
    let rows = BaseRateRow.all(rates, references)
    return Table(
      name: "base_rates",
      columns: [
        Column("ecosystem", .string(rows.map(\.ecosystem.rawValue)), doc: "pypi, npm or crates."),
        Column(
          "population", .string(rows.map(\.rate.population)),
          doc: "registry (what is live: stock) or arrivals (what is new: flow)."),
        Column(
          "unit", .string(rows.map(\.rate.unit)), doc: "What is counted: project, release or file."),
        Column(
          "method", .string(rows.map(\.rate.method.rawValue)),
          doc: "audit (random review), window (counted days: a lower bound) or elicited (a guess)."),
        Column("low", .double(rows.map(\.rate.low)), unit: "share", doc: "Lower 95 % limit."),
        Column("mid", .double(rows.map(\.rate.mid)), unit: "share", doc: "Best guess."),
        Column("high", .double(rows.map(\.rate.high)), unit: "share", doc: "Upper 95 % limit."),
        Column.optionalInt64s(
          "malicious", rows.map { $0.malicious.map(Int64.init) },
          doc: "Malicious items found in the review."),
        Column.optionalInt64s(
          "reviewed", rows.map { $0.reviewed.map(Int64.init) }, doc: "Items reviewed."),
        Column("source", .string(rows.map(\.rate.source)), doc: "Who counted or guessed it."),
        Column.optionalTimestamps(
          "as_of", rows.map { $0.asOf?.milliseconds },
          doc: "The moment it holds for; NULL for a guess that has none."),
        Column(
          "is_used", .bool(rows.map(\.isUsed)),
          doc: "Whether the newest reference of the ecosystem stands on it."),
        Column.optionalDoubles(
          "pu_upper_bound", rows.map(\.upperBound), unit: "share",
          doc: "The most that scores alone allow, with 95 % confidence; they give no estimate."),
      ], doc: "Shares of malicious items, with population, unit, date and source.")
  }
}

/// A base rate beside what the newest reference of its ecosystem says of it.
private struct BaseRateRow {
  let ecosystem: Ecosystem
  let rate: BaseRateBelief
  let malicious: Int?
  let reviewed: Int?
  let asOf: UTCInstant?
  let isUsed: Bool
  let upperBound: Double?

  static func all(_ rates: [BaseRate], _ references: [Reference]) -> [BaseRateRow] {
    let known = rates.map { rate in
      let belief = BaseRateBelief(rate)
      let reference = references.first { $0.ecosystem == rate.ecosystem }
      return BaseRateRow(
        ecosystem: rate.ecosystem, rate: belief, malicious: rate.malicious,
        reviewed: rate.reviewed, asOf: rate.asOf, isUsed: reference?.baseRate == belief,
        upperBound: bound(reference, belief))
    }
    let assumed = references.filter(\.baseRate.isElicited).filter { reference in
      !known.contains { $0.ecosystem == reference.ecosystem && $0.isUsed }
    }.map { reference in
      BaseRateRow(
        ecosystem: reference.ecosystem, rate: reference.baseRate, malicious: nil, reviewed: nil,
        asOf: nil, isUsed: true, upperBound: bound(reference, reference.baseRate))
    }
    return (known + assumed).sorted {
      ($0.ecosystem, $0.rate.population, $0.asOf ?? .distantFuture, $0.rate.source)
        < ($1.ecosystem, $1.rate.population, $1.asOf ?? .distantFuture, $1.rate.source)
    }
  }

  /// Scores bound the share of the population and unit they rank.
  private static func bound(_ reference: Reference?, _ rate: BaseRateBelief) -> Double? {
    guard rate.population == "registry", rate.unit == "project" else { return nil }
    return reference?.map?.baseRateUpperBound
  }
}
