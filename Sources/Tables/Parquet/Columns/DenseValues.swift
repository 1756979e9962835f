/// The values of one column chunk that are not null, as the format stores them.
enum DenseValues {
  case bools([Bool])
  case words32([UInt32])
  case words64([UInt64])
  case strings(PlainStrings)

  /// Takes the rows that are valid.
  init(_ values: ColumnValues, rows: Range<Int>, validity: ArraySlice<Bool>?) {
    switch values {
    case .bool(let values): self = .bools(Self.compact(values[rows], validity) { $0 })
    case .int32(let values):
      self = .words32(Self.compact(values[rows], validity) { UInt32(bitPattern: $0) })
    case .int64(let values), .timestamp(let values):
      self = .words64(Self.compact(values[rows], validity) { UInt64(bitPattern: $0) })
    case .double(let values):
      self = .words64(Self.compact(values[rows], validity) { $0.bitPattern })
    case .string(let values): self = .strings(PlainStrings(values[rows], validity: validity))
    }
  }

  var count: Int {
    switch self {
    case .bools(let values): values.count
    case .words32(let values): values.count
    case .words64(let values): values.count
    case .strings(let values): values.count
    }
  }

  /// Bytes of all values in PLAIN encoding.
  var plainSize: Int { plainSize(0..<count) }

  /// Bytes of some values in PLAIN encoding.
  func plainSize(_ range: Range<Int>) -> Int {
    switch self {
    case .bools: (range.count + 7) / 8
    case .words32: range.count * 4
    case .words64: range.count * 8
    case .strings(let values): values.starts[range.upperBound] - values.starts[range.lowerBound]
    }
  }

  /// Appends some values in PLAIN encoding.
  ///
  /// Source: https://github.com/apache/parquet-format/blob/master/Encodings.md#PLAIN
  func appendPlain(_ range: Range<Int>, to output: inout [UInt8]) {
    switch self {
    case .bools(let values): Self.appendBits(values[range], to: &output)
    case .words32(let values): output.appendMemory(of: values[range])
    case .words64(let values): output.appendMemory(of: values[range])
    case .strings(let values):
      let bytes = values.starts[range.lowerBound]..<values.starts[range.upperBound]
      output.append(contentsOf: values.bytes[bytes])
    }
  }

  private static func appendBits(_ values: ArraySlice<Bool>, to output: inout [UInt8]) {
    var byte: UInt8 = 0
    var bit: UInt8 = 0
    for value in values {
      byte |= (value ? 1 : 0) << bit
      bit += 1
      if bit == 8 {
        output.append(byte)
        (byte, bit) = (0, 0)
      }
    }
    if bit > 0 { output.append(byte) }
  }

  private static func compact<Value, Stored>(
    _ values: ArraySlice<Value>, _ validity: ArraySlice<Bool>?, _ store: (Value) -> Stored
  ) -> [Stored] {
    guard let validity else { return values.map(store) }
    var kept: [Stored] = []
    kept.reserveCapacity(values.count)
    for (value, isValid) in zip(values, validity) where isValid { kept.append(store(value)) }
    return kept
  }
}
