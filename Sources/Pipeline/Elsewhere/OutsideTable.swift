import Corpus
import Foundation
package import Tables

/// A table that no stage of ours wrote: CSV or Parquet, its columns found by name.
///
/// Every error says the file, the column or row, and what to do.
package struct OutsideTable: Sendable {
  package let path: String
  package let table: Table

  /// - Throws: `PipelineError(.usage)` for another kind of file; what the readers throw.
  package init(path: String) throws {
    self.path = path
    switch URL(fileURLWithPath: path).pathExtension.lowercased() {
    case "parquet": table = try ParquetReader.read(path: path)
    case "csv": table = try CSVReader.read(path: path)
    default:
      throw PipelineError(.usage, "\(path): name a .csv or .parquet file")
    }
    guard table.rowCount > 0 else { throw PipelineError(.usage, "\(path) has no rows") }
  }

  /// The first of these columns that is there; nil when none is.
  package func column(_ names: [String]) -> Column? {
    names.lazy.compactMap { table[$0] }.first
  }

  /// The text of each row; nil where it is empty. Numbers are written as they are.
  ///
  /// - Throws: `PipelineError(.usage)` naming the columns that are there.
  package func texts(_ names: [String]) throws -> [String?] {
    guard let column = column(names) else { throw missing(names) }
    return (0..<column.count).map { row in
      column.isValid(row) ? column.text(row) : nil
    }
  }

  /// The numbers of a column: booleans are 0 and 1, nil where the cell is empty.
  ///
  /// - Throws: `PipelineError(.usage)` for text, and for NaN or infinity with the row.
  package func numbers(_ name: String) throws -> [Double?] {
    guard let column = table[name] else { throw missing([name]) }
    guard let numbers = column.numbers else {
      throw PipelineError(
        .usage, "\(path): the column \(name) holds \(column.type.rawValue)s where numbers belong")
    }
    for (row, number) in numbers.enumerated() {
      guard let number, !number.isFinite else { continue }
      throw PipelineError(
        .usage, "\(path), row \(row + 1): \(name) is \(number); leave the cell empty instead")
    }
    return numbers
  }

  func missing(_ names: [String]) -> PipelineError {
    PipelineError(
      .usage,
      "\(path) has no column \(names.joined(separator: " or ")); it has \(table.columns.map(\.name).joined(separator: ", "))"
    )
  }
}

extension Column {
  /// A value as text.
  func text(_ row: Int) -> String {
    switch values {
    case .bool(let values): String(values[row])
    case .int32(let values): String(values[row])
    case .int64(let values): String(values[row])
    case .double(let values): String(values[row])
    case .string(let values): values[row]
    case .timestamp(let values): UTCInstant(milliseconds: values[row]).iso8601
    }
  }

  /// Values as numbers, nil where null; nil for text and times.
  var numbers: [Double?]? {
    let all: [Double]
    switch values {
    case .bool(let values): all = values.map { $0 ? 1 : 0 }
    case .int32(let values): all = values.map(Double.init)
    case .int64(let values): all = values.map(Double.init)
    case .double(let values): all = values
    case .string, .timestamp: return nil
    }
    return all.indices.map { isValid($0) ? all[$0] : nil }
  }
}
