/// Which rows of a page have a value: definition levels of a flat optional column.
struct PageLevels {
  /// Rows of the page, nulls included.
  let rowCount: Int
  /// Rows of the page that have a value.
  let valueCount: Int
  /// The rows' validity; nil when all are valid.
  private let validity: ArraySlice<Bool>?

  /// Takes rows from `row` on until `valueCount` values or all rows are in.
  init(_ validity: ArraySlice<Bool>?, from row: Int, valueCount wanted: Int, rowCount: Int) {
    guard let validity else {
      self.rowCount = min(wanted, rowCount - row)
      valueCount = self.rowCount
      self.validity = nil
      return
    }
    let rest = validity.dropFirst(row)
    var (rows, values) = (0, 0)
    for isValid in rest {
      if isValid, values == wanted { break }
      rows += 1
      if isValid { values += 1 }
    }
    self.rowCount = rows
    valueCount = values
    self.validity = rest.prefix(rows)
  }

  /// Appends the levels with their length in four bytes, as a page of the first version has them.
  func append(to body: inout [UInt8]) {
    var levels: [UInt8] = []
    if let validity {
      let bits = validity.map { $0 ? 1 : 0 as UInt32 }
      HybridEncoder.append(bits.span, bitWidth: 1, to: &levels)
    } else {
      HybridEncoder.appendRun(of: 1, length: rowCount, bitWidth: 1, to: &levels)
    }
    body.appendLittleEndian(UInt32(levels.count))
    body.append(contentsOf: levels)
  }
}
