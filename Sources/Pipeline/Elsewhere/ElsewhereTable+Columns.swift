import Corpus
import Tables

extension ElsewhereTable {
  /// The first of these columns that is there; nil when none is.
  func firstColumn(_ names: [String]) -> Column? { names.lazy.compactMap { table[$0] }.first }

  /// The text of each row of the first of these columns; nil where the cell is empty.
  ///
  /// - Throws: `PipelineError(.usage)` naming the columns that are there.
  func texts(_ names: [String]) throws -> [String?] {
    guard let column = firstColumn(names) else { throw missing(column: names) }
    if case .timestamp(let values) = column.values {
      return values.indices.map { row in
        column.isValid(row) ? UTCInstant(milliseconds: values[row]).iso8601 : nil
      }
    }
    return (0..<column.count).map { column.text($0) }
  }

  /// The numbers of a column: booleans are 0 and 1, nil where the cell is empty.
  ///
  /// - Throws: `PipelineError(.usage)` for text, and for NaN or infinity with the row.
  func numbers(_ name: String) throws -> [Double?] {
    guard let column = table[name] else { throw missing(column: [name]) }
    guard column.holdsNumbers else {
      throw PipelineError(
        .usage, "\(path): the column \(name) holds \(column.type.rawValue)s where numbers belong")
    }
    return try (0..<column.count).map { row in
      guard let number = column.number(row) else { return nil }
      guard number.isFinite else {
        throw PipelineError(
          .usage, "\(path), row \(row + 1): \(name) is \(number); leave the cell empty instead")
      }
      return number
    }
  }

  private func missing(column names: [String]) -> PipelineError {
    PipelineError(
      .usage,
      "\(path) has no column \(names.joined(separator: " or ")); it has \(table.columns.map(\.name).joined(separator: ", "))"
    )
  }
}

extension Column {
  /// Whether every value is a number or a boolean.
  var holdsNumbers: Bool {
    switch values {
    case .bool, .int32, .int64, .double: true
    case .string, .timestamp: false
    }
  }
}
