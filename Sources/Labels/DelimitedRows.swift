/// The rows of a CSV file with a header line, fields found by name. RFC 4180, UTF-8.
struct DelimitedRows {
  /// One row: its line in the file and its fields.
  struct Row {
    let line: Int
    let fields: [String: String]

    /// The field under a column's name; nil when it is empty or missing.
    subscript(_ column: String) -> String? {
      fields[column].flatMap { $0.isEmpty ? nil : $0 }
    }
  }

  private(set) var rows: [Row] = []
  /// Rows whose number of fields is not the header's.
  private(set) var rejected: [(line: Int, reason: String)] = []

  /// Splits a file. - throws: `LabelsError` when the header lacks a required column.
  init(_ bytes: [UInt8], requiring columns: [String], path: String) throws(LabelsError) {
    let isMarked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    var records = DelimitedScanner(isMarked ? bytes.dropFirst(3) : bytes[...])
    let header = records.next()?.fields ?? []
    for column in columns where !header.contains(column) {
      throw LabelsError(
        .badHeader,
        "\(path):1 has no column \(column); the header must name \(columns.joined(separator: ","))")
    }
    while let record = records.next() {
      if record.fields == [""] { continue }
      guard record.fields.count == header.count else {
        rejected.append(
          (record.line, "\(record.fields.count) fields, the header has \(header.count)"))
        continue
      }
      let fields = Dictionary(zip(header, record.fields)) { _, last in last }
      rows.append(Row(line: record.line, fields: fields))
    }
  }
}

/// Takes one CSV record after the other from bytes.
private struct DelimitedScanner {
  private let bytes: ArraySlice<UInt8>
  private var position: Int
  private var line = 1

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  /// The next record and the line it starts on; nil at the end.
  mutating func next() -> (line: Int, fields: [String])? {
    guard position < bytes.endIndex else { return nil }
    let start = line
    var fields: [String] = []
    while true {
      fields.append(field())
      guard position < bytes.endIndex else { break }
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\n") {
        line += 1
        break
      }
    }
    return (start, fields)
  }

  private mutating func field() -> String {
    var content: [UInt8] = []
    if position < bytes.endIndex, bytes[position] == UInt8(ascii: "\"") { quoted(&content) }
    while position < bytes.endIndex, bytes[position] != UInt8(ascii: ","),
      bytes[position] != UInt8(ascii: "\n")
    {
      if bytes[position] != UInt8(ascii: "\r") { content.append(bytes[position]) }
      position += 1
    }
    return String(decoding: content, as: UTF8.self)
  }

  private mutating func quoted(_ content: inout [UInt8]) {
    position += 1
    while position < bytes.endIndex {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\"") {
        guard position < bytes.endIndex, bytes[position] == UInt8(ascii: "\"") else { return }
        position += 1
      }
      if byte == UInt8(ascii: "\n") { line += 1 }
      content.append(byte)
    }
  }
}
