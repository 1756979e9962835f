package import Corpus
import Foundation
package import Labels
import Scoring

/// Base rates made from the rows of a file: days become windows, quantiles become limits.
package struct BaseRateRows {
  package private(set) var rates: [BaseRate] = []
  /// What the reader should know, as sentences.
  package private(set) var notes: [String] = []

  /// - Throws: `PipelineError(.usage)` with the line when a window has too few days.
  package init(_ rows: [BaseRateImport.Row]) throws {
    let isDay = { (row: BaseRateImport.Row) in !row.hasLimits && row.reviewed != nil }
    rates = rows.filter { !isDay($0) }.compactMap(Self.rate)
    let windows = Dictionary(grouping: rows.filter(isDay), by: WindowKey.init)
    for (key, days) in windows.sorted(by: { $0.key < $1.key }) { try add(key, days) }
  }

  private static func rate(_ row: BaseRateImport.Row) -> BaseRate? {
    guard let low = row.low, let high = row.high else { return nil }
    let belief =
      row.method == .elicited
      ? BaseRateBelief(fivePercent: low, mid: row.mid, ninetyFivePercent: high, source: row.source)
      : BaseRateBelief(low: low, mid: row.mid ?? low, high: high, source: row.source)
    return BaseRate(
      ecosystem: row.ecosystem, population: row.population, unit: row.unit, low: belief.low,
      mid: belief.mid, high: belief.high, malicious: row.malicious, reviewed: row.reviewed,
      source: row.source, asOf: row.asOf, method: row.method)
  }

  private mutating func add(_ key: WindowKey, _ days: [BaseRateImport.Row]) throws {
    let window = ReviewedWindow(
      days.map { ReviewedWindow.Day(malicious: $0.malicious ?? 0, reviewed: $0.reviewed ?? 0) })
    guard let dispersion = window.dispersion, let newest = days.map(\.asOf).max() else {
      throw PipelineError(
        .usage,
        "\(days[0].place): \(days.count) days with \(window.malicious) malicious items do not say how days differ: give more days, or low, mid and high"
      )
    }
    let limits = window.dayLimits()
    rates.append(
      BaseRate(
        ecosystem: key.ecosystem, population: key.population, unit: key.unit, low: limits.low,
        mid: window.share, high: limits.high, malicious: window.malicious,
        reviewed: window.reviewed, source: key.source, asOf: newest, method: .window))
    notes.append(
      "\(key.source): \(days.count) days differ \((dispersion * 10).rounded() / 10) times as much as chance would have them; limits come from drawing whole days again"
    )
  }
}

/// What the days of one window have in common.
private struct WindowKey: Hashable, Comparable {
  let ecosystem: Ecosystem
  let population: String
  let unit: String
  let source: String

  init(_ row: BaseRateImport.Row) {
    (ecosystem, population, unit, source) = (row.ecosystem, row.population, row.unit, row.source)
  }

  static func < (left: Self, right: Self) -> Bool {
    (left.ecosystem, left.population, left.unit, left.source)
      < (right.ecosystem, right.population, right.unit, right.source)
  }
}
