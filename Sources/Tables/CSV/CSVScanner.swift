/// One cell of a record, as a range of the file's bytes.
struct CSVCell {
  /// The content, without the enclosing quotes.
  var range: Range<Int>
  var isQuoted: Bool
  /// Whether the content has doubled quotes.
  var hasDoubledQuotes: Bool

  /// Whether the cell stands for a null.
  var isNull: Bool { range.isEmpty && !isQuoted }
}

/// Cuts CSV bytes into records and cells.
///
/// Grammar: `record = cell ("," cell)* line-end`, `cell = text | '"' (text | '""')* '"'`,
/// `line-end = CRLF | LF | CR | end of file`. Source: https://www.rfc-editor.org/rfc/rfc4180
struct CSVScanner {
  /// A record with more cells than this is refused.
  static let maximumCellCount = 20_000

  let bytes: [UInt8]
  /// The line where the next record starts, counted from 1.
  private(set) var line = 1
  private var position = 0

  /// Starts after the byte order mark, if there is one.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// Whether the next record is an empty line.
  var isAtLineEnd: Bool {
    position < bytes.count
      && (bytes[position] == UInt8(ascii: "\n") || bytes[position] == UInt8(ascii: "\r"))
  }

  /// Whether nothing but line ends is left.
  var isAtEnd: Bool {
    bytes[position...].allSatisfy { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
  }

  /// Reads one record into `cells`; false at the end of the file.
  mutating func next(_ cells: inout [CSVCell]) throws(TablesError) -> Bool {
    cells.removeAll(keepingCapacity: true)
    guard position < bytes.count else { return false }
    while true {
      guard cells.count < Self.maximumCellCount else {
        throw TablesError.tooLarge("more than \(Self.maximumCellCount) cells in a row")
          .at(.line(line))
      }
      cells.append(try cell())
      guard position < bytes.count else { break }
      let mark = bytes[position]
      position += 1
      if mark == UInt8(ascii: ",") {
        continue
      }
      if mark == UInt8(ascii: "\r"), position < bytes.count, bytes[position] == UInt8(ascii: "\n") {
        position += 1
      }
      break
    }
    line += 1
    return true
  }

  /// Reads up to the comma or the line end.
  private mutating func cell() throws(TablesError) -> CSVCell {
    if position < bytes.count, bytes[position] == UInt8(ascii: "\"") { return try quotedCell() }
    let start = position
    while position < bytes.count, !Self.endsCell(bytes[position]) {
      guard bytes[position] != UInt8(ascii: "\"") else {
        throw TablesError.malformed("a quote inside a cell that does not start with one")
          .at(.line(line))
      }
      position += 1
    }
    return CSVCell(range: start..<position, isQuoted: false, hasDoubledQuotes: false)
  }

  private mutating func quotedCell() throws(TablesError) -> CSVCell {
    let firstLine = line
    let start = position + 1
    var hasDoubledQuotes = false
    position = start
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\n") { line += 1 }
      position += 1
      guard byte == UInt8(ascii: "\"") else { continue }
      guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
        try checkCellEnd()
        return CSVCell(
          range: start..<position - 1, isQuoted: true, hasDoubledQuotes: hasDoubledQuotes)
      }
      hasDoubledQuotes = true
      position += 1
    }
    throw TablesError.malformed("a quoted cell is never closed").at(.line(firstLine))
  }

  private func checkCellEnd() throws(TablesError) {
    guard position < bytes.count, !Self.endsCell(bytes[position]) else { return }
    throw TablesError.malformed("text after the closing quote of a cell").at(.line(line))
  }

  private static func endsCell(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }
}
