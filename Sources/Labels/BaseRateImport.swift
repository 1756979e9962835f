package import Corpus
import Foundation

/// Base rates from a CSV file: `ecosystem,population,unit,low,mid,high,malicious,reviewed,source,as_of`.
package struct BaseRateImport: Sendable {
  private static let columns = [
    "ecosystem", "population", "unit", "low", "mid", "high", "malicious", "reviewed", "source",
    "as_of",
  ]

  /// In the order of the file.
  package let rates: [BaseRate]

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
      rates: try table.rows.map { row throws(LabelsError) in try rate(row, path) })
  }

  private static func rate(_ row: DelimitedRows.Row, _ path: String) throws(LabelsError) -> BaseRate
  {
    let place = "\(path):\(row.line)"
    let ecosystem = try Ecosystem(
      rawValue: word(row, "ecosystem", Ecosystem.allCases.map(\.rawValue), place))
    let low = try share(row, "low", place)
    let mid = try share(row, "mid", place)
    let high = try share(row, "high", place)
    guard low <= mid, mid <= high else {
      throw LabelsError(.badRow, "\(place) low <= mid <= high does not hold: order the limits")
    }
    guard let source = row["source"], let asOf = row["as_of"].flatMap({ UTCInstant(parsing: $0) })
    else {
      throw LabelsError(
        .badRow, "\(place) needs a source and as_of as an ISO 8601 date: say where it is from")
    }
    return BaseRate(
      ecosystem: ecosystem ?? .pypi,
      population: try word(row, "population", ["registry", "arrivals"], place),
      unit: try word(row, "unit", ["project", "release", "file"], place), low: low, mid: mid,
      high: high, malicious: try count(row, "malicious", place),
      reviewed: try count(row, "reviewed", place), source: source, asOf: asOf)
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
  ) throws(LabelsError) -> Double {
    guard let share = row[column].flatMap(Double.init), share > 0, share < 1 else {
      throw LabelsError(
        .badRow,
        "\(place) \(column) is \"\(row[column] ?? "")\": give a share above 0 and below 1")
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
