/// How values look in CSV, and what a cell can be read as.
enum CSVValue {
  /// The narrowest type that a cell without quotes has; `.string` when in doubt.
  ///
  /// Numbers with a leading zero or plus sign, and integers beyond 64 bits, are text: they are more
  /// likely to be names than amounts. `nan` and `inf` are numbers only beside other numbers.
  static func type(of cell: ArraySlice<UInt8>) -> ColumnType {
    guard let first = cell.first else { return .string }
    if isWord(cell, "true") || isWord(cell, "false") { return .bool }
    guard first == UInt8(ascii: "-") || isDigit(first) else { return .string }
    if int64(cell) != nil { return .int64 }
    // Without a point or an exponent it is an integer that does not fit, or -0.
    if let number = CSVDecimal(cell) {
      return number.hasPointOrExponent && number.isInRange ? .double : .string
    }
    return CSVInstant.milliseconds(cell) != nil ? .timestamp : .string
  }

  /// Whether a cell is one of the words for numbers that are not finite.
  static func isNotFinite(_ cell: ArraySlice<UInt8>) -> Bool {
    isWord(cell, "nan") || isWord(cell, "inf") || isWord(cell, "-inf")
  }

  private static func isWord(_ cell: ArraySlice<UInt8>, _ word: StaticString) -> Bool {
    guard cell.count == word.utf8CodeUnitCount else { return false }
    return unsafe cell.elementsEqual(
      UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
  }

  /// The integer of a cell; nil unless it is written the shortest way and fits 64 bits.
  static func int64(_ cell: ArraySlice<UInt8>) -> Int64? {
    let isNegative = cell.first == UInt8(ascii: "-")
    let digits = isNegative ? cell.dropFirst() : cell
    guard let first = digits.first, digits.count <= 19 else { return nil }
    if first == UInt8(ascii: "0") { return digits.count == 1 && !isNegative ? 0 : nil }
    var value: Int64 = 0
    for digit in digits {
      guard isDigit(digit) else { return nil }
      let (scaled, scaleOverflow) = value.multipliedReportingOverflow(by: 10)
      let (next, overflow) = scaled.subtractingReportingOverflow(Int64(digit - 0x30))
      guard !scaleOverflow, !overflow else { return nil }
      value = next
    }
    if isNegative { return value }
    return value == Int64.min ? nil : -value
  }

  /// The number of a cell in decimal notation, or one of the words; nil for anything else.
  static func double(_ cell: ArraySlice<UInt8>) -> Double? {
    if let number = CSVDecimal(cell) { return number.value }
    return isNotFinite(cell) ? Double(String(decoding: cell, as: UTF8.self)) : nil
  }

  static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
