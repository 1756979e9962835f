import Corpus
import Foundation
import Tables

/// One table from elsewhere, its columns found by the names that conventions or a description give.
struct ElsewhereTable {
  let path: String
  let table: Table

  /// Reads CSV or Parquet, by the first bytes of the file.
  ///
  /// - Throws: `PipelineError(.usage)` when there is no such table.
  init(path: String) throws {
    self.path = path
    do {
      table =
        try Self.isParquet(path)
        ? ParquetReader.read(path: path) : CSVReader.read(path: path)
    } catch {
      throw PipelineError(
        .usage, "cannot read \(path): give a CSV file with a header line, or Parquet", cause: error)
    }
    guard table.rowCount > 0 else {
      throw PipelineError(.usage, "\(path) has no rows")
    }
  }

  private static func isParquet(_ path: String) throws -> Bool {
    let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    defer { try? handle.close() }
    return try handle.read(upToCount: 4) == Data("PAR1".utf8)
  }

  /// The column that was named, or the first of the conventional names that is there.
  ///
  /// - Throws: `PipelineError(.usage)` when a column that was named is not there.
  func column(_ named: String?, _ conventions: [String]) throws -> Column? {
    if let named {
      guard let column = table[named] else { throw missing("column \(named)") }
      return column
    }
    return conventions.lazy.compactMap { table[$0] }.first
  }

  func missing(_ what: String) -> PipelineError {
    let names = table.columns.prefix(12).map(\.name).joined(separator: ", ")
    return PipelineError(
      .usage, "\(path) has no \(what): its columns are \(names); name it with --columns FILE")
  }

  /// The package of every row, once each.
  ///
  /// - Throws: `PipelineError(.usage)` for unknown ecosystems, empty names and names used twice.
  func packages(_ description: TableDescription) throws -> [PackageID] {
    guard let names = try column(description.key, ["package", "name", "purl", "id"]) else {
      throw missing("column package, name, purl or id")
    }
    let ecosystems = try self.ecosystems(description, isPURL: names.name == "purl")
    var seen: [PackageID: Int] = [:]
    return try (0..<table.rowCount).map { row in
      let package = try package(names.text(row), ecosystems?[row], row)
      if let first = seen.updateValue(row, forKey: package) {
        throw PipelineError(
          .usage,
          "\(path): \(package) is in row \(first + 1) and in row \(row + 1): keep one, or make the names differ"
        )
      }
      return package
    }
  }

  private func package(_ name: String?, _ ecosystem: Ecosystem?, _ row: Int) throws -> PackageID {
    let package = name.flatMap { name in
      ecosystem.map { PackageID($0, name) } ?? PackageID(purl: name)
    }
    guard let package, !package.key.isEmpty else {
      throw PipelineError(
        .usage, "\(path), row \(row + 1): «\(name ?? "")» names no package of a known ecosystem")
    }
    return package
  }

  /// The ecosystem of every row; nil when package-urls say it.
  private func ecosystems(_ description: TableDescription, isPURL: Bool) throws -> [Ecosystem]? {
    if let word = description.ecosystem, let one = Self.ecosystem(word), table[word] == nil {
      return [Ecosystem](repeating: one, count: table.rowCount)
    }
    guard let column = try column(description.ecosystem, ["ecosystem", "registry"]) else {
      if isPURL { return nil }
      throw missing("column ecosystem, and no description says which one all rows are of")
    }
    return try (0..<table.rowCount).map { row in
      let word = column.text(row) ?? ""
      guard let ecosystem = Self.ecosystem(word) else {
        throw PipelineError(
          .usage, "\(path), row \(row + 1): «\(word)» is no ecosystem: write pypi, npm or crates")
      }
      return ecosystem
    }
  }

  private static func ecosystem(_ word: String) -> Ecosystem? {
    let lower = word.lowercased()
    return Ecosystem(rawValue: lower)
      ?? Ecosystem.allCases.first { $0.purlType == lower || "\($0.rawValue).io" == lower }
  }
}

extension Column {
  /// A cell as text; nil where it is null.
  func text(_ row: Int) -> String? {
    guard isValid(row) else { return nil }
    switch values {
    case .string(let values): return values[row]
    case .int64(let values): return "\(values[row])"
    case .int32(let values): return "\(values[row])"
    case .bool(let values): return "\(values[row])"
    case .double(let values): return "\(values[row])"
    case .timestamp(let values): return "\(values[row])"
    }
  }

  /// A cell as a number; nil where it is null or text that is no number.
  func number(_ row: Int) -> Double? {
    guard isValid(row) else { return nil }
    switch values {
    case .string(let values): return Double(values[row])
    case .int64(let values), .timestamp(let values): return Double(values[row])
    case .int32(let values): return Double(values[row])
    case .bool(let values): return values[row] ? 1 : 0
    case .double(let values): return values[row]
    }
  }
}
