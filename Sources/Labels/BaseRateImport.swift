package import Corpus
import Foundation

/// Base rates from a CSV file, row by row.
///
/// Columns: `ecosystem,population,unit,low,mid,high,malicious,reviewed,source,as_of`, and `method`,
/// which may be missing. Which of the figures a row needs depends on the method:
///
/// | method | figures |
/// |---|---|
/// | `audit` | `low`, `mid`, `high` (95 %), `malicious`, `reviewed`; `assay audit read` makes them too |
/// | `window` | the same; or `malicious` and `reviewed` alone, one row a day with the same source |
/// | `elicited` | `low` and `high` as 5 and 95 % points, `mid` if it is not their middle |
/// | empty | `low`, `mid`, `high` as 95 % limits: a window with counts, else elicited |
package struct BaseRateImport: Sendable {
  /// One checked row.
  package struct Row: Sendable, Equatable {
    /// `file:line`.
    package let place: String
    package let ecosystem: Ecosystem
    /// `registry` or `arrivals`; `stock` and `flow` are other names for them.
    package let population: String
    package let unit: String
    package let method: BaseRate.Method?
    /// Shares above 0 and below 1, in order; nil where the row leaves them out.
    package let low: Double?
    package let mid: Double?
    package let high: Double?
    package let malicious: Int?
    package let reviewed: Int?
    package let source: String
    package let asOf: UTCInstant
  }

  private static let columns = [
    "ecosystem", "population", "unit", "low", "mid", "high", "malicious", "reviewed", "source",
    "as_of",
  ]

  /// In the order of the file.
  package let rows: [Row]

  /// Reads and checks every row: a base rate decides everything, so one bad row refuses the file.
  ///
  /// - throws: `LabelsError` with the line and the remedy.
  package static func read(path: String) throws -> BaseRateImport {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw LabelsError(.notFound, "\(path) cannot be read; check the path")
    }
    let table = try DelimitedRows(Array(data), requiring: columns, path: path)
    if let bad = table.rejected.first {
      throw LabelsError(.badRow, "\(path):\(bad.line) \(bad.reason); quote fields with commas")
    }
    return BaseRateImport(
      rows: try table.rows.map { row throws(LabelsError) in try read(row, path) })
  }

  private static func read(_ row: DelimitedRows.Row, _ path: String) throws(LabelsError) -> Row {
    let place = "\(path):\(row.line)"
    guard
      let ecosystem = try Ecosystem(
        rawValue: word(row, "ecosystem", Ecosystem.allCases.map(\.rawValue), place))
    else { throw LabelsError(.badRow, "\(place) has an unknown ecosystem") }
    let population = try word(row, "population", ["registry", "arrivals", "stock", "flow"], place)
    guard let source = row["source"], let asOf = row["as_of"].flatMap({ UTCInstant(parsing: $0) })
    else {
      throw LabelsError(
        .badRow, "\(place) needs a source and as_of as an ISO 8601 date: say where it is from")
    }
    let read = Row(
      place: place, ecosystem: ecosystem,
      population: ["stock": "registry", "flow": "arrivals"][population] ?? population,
      unit: try word(row, "unit", ["project", "release", "file"], place),
      method: try method(row, place), low: try share(row, "low", place),
      mid: try share(row, "mid", place), high: try share(row, "high", place),
      malicious: try count(row, "malicious", place), reviewed: try count(row, "reviewed", place),
      source: source, asOf: asOf)
    if let fault = read.fault { throw LabelsError(.badRow, "\(place) \(fault)") }
    return read
  }

  private static func method(
    _ row: DelimitedRows.Row, _ place: String
  ) throws(LabelsError) -> BaseRate.Method? {
    guard row["method"] != nil else { return nil }
    return try BaseRate.Method(
      rawValue: word(row, "method", BaseRate.Method.allCases.map(\.rawValue), place))
  }

  private static func word(
    _ row: DelimitedRows.Row, _ column: String, _ allowed: [String], _ place: String
  ) throws(LabelsError) -> String {
    guard let word = row[column], allowed.contains(word) else {
      throw LabelsError(
        .badRow,
        "\(place) \(column) is \"\(row[column] ?? "")\": use one of \(allowed.joined(separator: ", "))"
      )
    }
    return word
  }

  private static func share(
    _ row: DelimitedRows.Row, _ column: String, _ place: String
  ) throws(LabelsError) -> Double? {
    guard let text = row[column] else { return nil }
    guard let share = Double(text), share > 0, share < 1 else {
      throw LabelsError(
        .badRow,
        "\(place) \(column) is \"\(text)\": give a share above 0 and below 1")
    }
    return share
  }

  private static func count(
    _ row: DelimitedRows.Row, _ column: String, _ place: String
  ) throws(LabelsError) -> Int? {
    guard let text = row[column] else { return nil }
    guard let count = Int(text), count >= 0 else {
      throw LabelsError(
        .badRow, "\(place) \(column) is \"\(text)\": give a count or leave it empty")
    }
    return count
  }
}

extension BaseRateImport.Row {
  /// Whether all three figures of a share are there.
  package var hasLimits: Bool { low != nil && mid != nil && high != nil }

  /// What is wrong with the row's figures, and what to do; nil when nothing is.
  fileprivate var fault: String? {
    if let low, let high, low > high || low > mid ?? low || mid ?? high > high {
      return "low <= mid <= high does not hold: order the limits"
    }
    if (malicious == nil) != (reviewed == nil) || malicious ?? 0 > reviewed ?? 0 {
      return "malicious and reviewed do not fit: give both, the first at most the second"
    }
    let hasNoFigure = low == nil && mid == nil && high == nil
    switch method {
    case .audit where !hasLimits || reviewed == nil:
      return "an audit needs low, mid, high, malicious and reviewed: take them from its report"
    case .elicited where low == nil || high == nil:
      return "an elicited range needs low and high: give its 5 and 95 % points"
    case .elicited where reviewed != nil:
      return
        "an elicited range counts nothing: leave malicious and reviewed empty, or name it window"
    case .window where !hasLimits && !(hasNoFigure && reviewed ?? 0 > 0),
      nil where !hasLimits && !(hasNoFigure && reviewed ?? 0 > 0):
      return "has no low, mid and high: give all three, or malicious and reviewed for every day"
    default: return nil
    }
  }
}
