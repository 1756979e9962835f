/// Writes tables as CSV that `CSVReader` reads back with the same types.
///
/// RFC 4180: UTF-8, comma, CRLF, one header line. A null is an empty cell, an empty string is `""`.
/// Times are ISO 8601 in UTC, doubles the shortest text that reads back to the same number. Text that
/// could be taken for another type is quoted. Source: https://www.rfc-editor.org/rfc/rfc4180
package enum CSVWriter {
  /// Bytes gathered before they are written.
  private static let bufferSize = 1 << 20

  /// Writes a table under a temporary name and renames it when complete.
  ///
  /// - throws: `TablesError`: `.noSpace` or `.cannotWrite`.
  package static func write(_ table: Table, to path: String) throws {
    do {
      let file = try AtomicFile(path: path)
      var buffer: [UInt8] = []
      appendHeader(of: table, to: &buffer)
      for row in 0..<table.rowCount {
        appendRow(row, of: table, to: &buffer)
        if buffer.count >= bufferSize {
          try file.write(buffer)
          buffer.removeAll(keepingCapacity: true)
        }
      }
      try file.write(buffer)
      try file.commit()
    } catch {
      throw error.within(path)
    }
  }

  private static func appendHeader(of table: Table, to buffer: inout [UInt8]) {
    guard !table.columns.isEmpty else { return }
    for (index, column) in table.columns.enumerated() {
      if index > 0 { buffer.append(UInt8(ascii: ",")) }
      appendText(column.name, to: &buffer)
    }
    appendLineEnd(&buffer)
  }

  private static func appendRow(_ row: Int, of table: Table, to buffer: inout [UInt8]) {
    for index in table.columns.indices {
      if index > 0 { buffer.append(UInt8(ascii: ",")) }
      if table.columns[index].isValid(row) {
        appendValue(table.columns[index].values, row, to: &buffer)
      }
    }
    appendLineEnd(&buffer)
  }

  private static func appendLineEnd(_ buffer: inout [UInt8]) {
    buffer.append(UInt8(ascii: "\r"))
    buffer.append(UInt8(ascii: "\n"))
  }

  private static func appendValue(_ values: ColumnValues, _ row: Int, to buffer: inout [UInt8]) {
    switch values {
    case .bool(let values): buffer.append(contentsOf: (values[row] ? "true" : "false").utf8)
    case .int32(let values): buffer.append(contentsOf: String(values[row]).utf8)
    case .int64(let values): buffer.append(contentsOf: String(values[row]).utf8)
    case .double(let values): appendDouble(values[row], to: &buffer)
    case .timestamp(let values): CSVInstant.append(values[row], to: &buffer)
    case .string(let values): appendText(values[row], to: &buffer)
    }
  }

  private static func appendDouble(_ value: Double, to buffer: inout [UInt8]) {
    // NaN carries a sign and a payload that text cannot hold.
    buffer.append(contentsOf: (value.isNaN ? "nan" : value.description).utf8)
  }

  private static func appendText(_ text: String, to buffer: inout [UInt8]) {
    let start = buffer.count
    buffer.append(contentsOf: text.utf8)
    guard needsQuotes(buffer[start...]) else { return }
    let bytes = Array(buffer[start...])
    buffer.removeSubrange(start...)
    buffer.append(UInt8(ascii: "\""))
    for byte in bytes {
      if byte == UInt8(ascii: "\"") { buffer.append(byte) }
      buffer.append(byte)
    }
    buffer.append(UInt8(ascii: "\""))
  }

  private static func needsQuotes(_ text: ArraySlice<UInt8>) -> Bool {
    guard let first = text.first, let last = text.last else { return true }
    let isPadded = first <= 0x20 || last <= 0x20
    // The first byte of a byte order mark.
    return isPadded || first == 0xEF || text.contains { isSpecial($0) }
      || CSVValue.type(of: text) != .string || CSVValue.isNotFinite(text)
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\r"), UInt8(ascii: "\n"): true
    default: false
    }
  }
}
