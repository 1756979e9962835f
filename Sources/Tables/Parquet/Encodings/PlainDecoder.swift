/// Reads values in PLAIN encoding from hostile bytes.
///
/// Source: https://github.com/apache/parquet-format/blob/master/Encodings.md#PLAIN
enum PlainDecoder {
  /// Decodes `count` values of a column from `range` of the bytes.
  static func decode(
    _ bytes: [UInt8], in range: Range<Int>, count: Int, leaf: LeafType
  ) throws(TablesError) -> ColumnValues {
    try check(range, count: count, leaf: leaf)
    switch leaf.meaning {
    case .bool: return .bool(bits(bytes, from: range.lowerBound, count: count))
    case .int32: return .int32(bytes.values(of: Int32.self, at: range.lowerBound, count: count))
    case .uint32:
      let words = bytes.values(of: UInt32.self, at: range.lowerBound, count: count)
      return .int64(words.map(Int64.init))
    case .int64: return .int64(bytes.values(of: Int64.self, at: range.lowerBound, count: count))
    case .uint64:
      let words = bytes.values(of: UInt64.self, at: range.lowerBound, count: count)
      return .int64(try signed(words))
    case .float:
      let words = bytes.values(of: Float.self, at: range.lowerBound, count: count)
      return .double(words.map(Double.init))
    case .double:
      return .double(bytes.values(of: Double.self, at: range.lowerBound, count: count))
    case .date:
      let days = bytes.values(of: Int32.self, at: range.lowerBound, count: count)
      return .timestamp(days.map { Int64($0) * 86_400_000 })
    case .timestamp(let unitsPerSecond):
      let ticks = bytes.values(of: Int64.self, at: range.lowerBound, count: count)
      return .timestamp(milliseconds(ticks, unitsPerSecond: unitsPerSecond))
    case .string: return .string(try strings(bytes, in: range, count: count))
    }
  }

  private static func check(
    _ range: Range<Int>, count: Int, leaf: LeafType
  ) throws(TablesError) {
    let needed =
      switch leaf.physical {
      case .boolean: (count + 7) / 8
      case .int32, .float, .byteArray: count * 4
      default: count * 8
      }
    guard count >= 0, needed <= range.count else {
      throw .malformed("\(count) values do not fit the \(range.count) bytes of their page")
    }
  }

  private static func bits(_ bytes: [UInt8], from start: Int, count: Int) -> [Bool] {
    (0..<count).map { bytes[start + $0 >> 3] >> UInt8($0 & 7) & 1 == 1 }
  }

  private static func signed(_ words: [UInt64]) throws(TablesError) -> [Int64] {
    guard let high = words.max(), high > UInt64(Int64.max) else {
      return words.map { Int64(bitPattern: $0) }
    }
    throw .unsupported("\(high) exceeds the largest signed 64-bit number; cast the column")
  }

  /// Whole milliseconds, rounded down.
  private static func milliseconds(_ ticks: [Int64], unitsPerSecond: Int64) -> [Int64] {
    let divisor = unitsPerSecond / 1000
    guard divisor > 1 else { return ticks }
    return ticks.map { $0 >= 0 ? $0 / divisor : ($0 + 1) / divisor - 1 }
  }

  private static func strings(
    _ bytes: [UInt8], in range: Range<Int>, count: Int
  ) throws(TablesError) -> [String] {
    var strings: [String] = []
    strings.reserveCapacity(count)
    var position = range.lowerBound
    for _ in 0..<count {
      guard let length = bytes.littleEndian(at: position, end: range.upperBound),
        Int(length) <= range.upperBound - position - 4
      else { throw .malformed("a string is longer than its page") }
      let start = position + 4
      position = start + Int(length)
      guard let text = text(bytes.span.extracting(start..<position)) else {
        throw .unsupported("a value is not UTF-8; cast the column to text")
      }
      strings.append(text)
    }
    return strings
  }

  /// The text of UTF-8 bytes; nil when they are something else.
  private static func text(_ bytes: Span<UInt8>) -> String? {
    guard let text = try? UTF8Span(validating: bytes) else { return nil }
    return String(copying: text)
  }
}
