/// One row of a PostgreSQL CSV file: its fields without quotes, and which of them are NULL.
package struct CopyRow {
  fileprivate(set) var bytes: [UInt8] = []
  fileprivate(set) var ends: [Int] = []
  fileprivate(set) var nulls: [Bool] = []

  package var count: Int { ends.count }

  /// The bytes of a field; nil for NULL and for columns that the row or the table lacks.
  package func field(_ column: Int?) -> ArraySlice<UInt8>? {
    guard let column, column < ends.count, !nulls[column] else { return nil }
    return bytes[(column == 0 ? 0 : ends[column - 1])..<ends[column]]
  }

  /// The text of a field, invalid UTF-8 repaired; nil for NULL.
  package func text(_ column: Int?) -> String? {
    field(column).map { String(decoding: $0, as: UTF8.self) }
  }

  /// A whole number; nil for NULL and for anything else.
  package func int(_ column: Int?) -> Int64? {
    guard let digits = field(column), digits.count <= 20 else { return nil }
    return Int64(String(decoding: digits, as: UTF8.self))
  }

  /// `t` or `f`; nil for NULL and for anything else.
  package func bool(_ column: Int?) -> Bool? {
    guard let field = field(column) else { return nil }
    if field.elementsEqual("t".utf8) { return true }
    return field.elementsEqual("f".utf8) ? false : nil
  }

  /// Unicode scalars of a field; nil for NULL.
  package func scalarCount(_ column: Int?) -> Int? {
    field(column)?.reduce(into: 0) { if $1 & 0xC0 != 0x80 { $0 += 1 } }
  }
}

/// Reads the CSV that PostgreSQL's `COPY … CSV` writes, chunk by chunk.
///
/// An empty field is NULL, `""` is an empty text; quoted fields may hold line ends.
/// Source: https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS
package struct CopyCSV {
  private enum Place {
    case fieldStart, plain, quoted
    /// Behind a quote inside a quoted field: its end, or the first of two.
    case quote
  }

  /// The most bytes of one row.
  let maximumRowBytes: Int
  private(set) var rowNumber = 0
  private var row = CopyRow()
  private var place = Place.fieldStart

  package init(maximumRowBytes: Int = 64 << 20) { self.maximumRowBytes = maximumRowBytes }

  /// Takes the next bytes and hands over every row they complete.
  ///
  /// Throws `badDump` for a row above the limit, or what the closure throws.
  package mutating func feed(_ chunk: UnsafeBufferPointer<UInt8>, _ body: (CopyRow) throws -> Void)
    throws
  {
    var index = 0
    while index < chunk.count {
      if place == .quoted || place == .plain { unsafe index = takeRun(chunk, from: index) }
      guard index < chunk.count else { break }
      let byte = unsafe chunk[index]
      index += 1
      if try take(byte) { try endRow(body) }
    }
    try checkSize()
  }

  /// Hands over a last row that has no line end.
  package mutating func finish(_ body: (CopyRow) throws -> Void) throws {
    guard place != .fieldStart || row.count > 0 else { return }
    endField()
    try endRow(body)
  }

  /// Copies bytes up to the next one that means something; returns its index.
  private mutating func takeRun(_ chunk: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var end = start
    let isQuoted = place == .quoted
    while end < chunk.count {
      let byte = unsafe chunk[end]
      if byte == 0x22 || (!isQuoted && (byte == 0x2C || byte == 0x0A || byte == 0x0D)) { break }
      end += 1
    }
    if end > start {
      unsafe row.bytes.append(contentsOf: UnsafeBufferPointer(rebasing: chunk[start..<end]))
    }
    return end
  }

  /// Takes one byte that may mean something; true at the end of a row.
  private mutating func take(_ byte: UInt8) throws -> Bool {
    switch (place, byte) {
    case (.quoted, 0x22): place = .quote
    case (.quoted, _): row.bytes.append(byte)
    case (.quote, 0x22):
      row.bytes.append(byte)
      place = .quoted
    case (.fieldStart, 0x22): place = .quoted
    case (_, 0x2C): endField()
    case (_, 0x0A):
      endField()
      return true
    case (_, 0x0D): break
    default:
      row.bytes.append(byte)
      place = .plain
    }
    return false
  }

  private mutating func endField() {
    row.nulls.append(place == .fieldStart)
    row.ends.append(row.bytes.count)
    place = .fieldStart
  }

  private mutating func endRow(_ body: (CopyRow) throws -> Void) throws {
    rowNumber += 1
    try checkSize()
    if row.count > 1 || row.nulls.first == false { try body(row) }
    row.bytes.removeAll(keepingCapacity: row.bytes.count < 1 << 20)
    row.ends.removeAll(keepingCapacity: true)
    row.nulls.removeAll(keepingCapacity: true)
  }

  private func checkSize() throws(RegistryError) {
    guard row.bytes.count <= maximumRowBytes, row.ends.count <= 4096 else {
      throw RegistryError(
        .badDump,
        "row \(rowNumber) of a table is above \(maximumRowBytes) bytes or 4096 columns;"
          + " the dump is damaged, fetch it again")
    }
  }
}
