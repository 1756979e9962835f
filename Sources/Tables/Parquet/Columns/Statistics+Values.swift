extension Statistics {
  /// Strings longer than this get no bounds; a cut bound would need readers that know of cutting.
  static let maximumBoundSize = 64

  /// Counts nulls and bounds the values.
  ///
  /// NaN has no part in the bounds; a zero lower bound is -0.0 and a zero upper bound +0.0.
  /// Source: https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
  init(_ values: DenseValues, type: ColumnType, nullCount: Int) {
    self.nullCount = Int64(nullCount)
    switch values {
    case .bools(let values): setBounds(Self.bounds(values.map { $0 ? 1 : 0 } as [UInt8]))
    case .words32(let words): setBounds(Self.bounds(words.map { Int32(bitPattern: $0) }))
    case .words64(let words) where type == .double: setBounds(Self.doubleBounds(words))
    case .words64(let words): setBounds(Self.bounds(words.map { Int64(bitPattern: $0) }))
    case .strings(let strings): setBounds(strings)
    }
  }

  private mutating func setBounds<Value: BitwiseCopyable>(_ bounds: (Value, Value)?) {
    guard let bounds else { return }
    var (low, high): ([UInt8], [UInt8]) = ([], [])
    low.appendMemory(of: [bounds.0])
    high.appendMemory(of: [bounds.1])
    (minimum, maximum) = (low, high)
  }

  private mutating func setBounds(_ strings: PlainStrings) {
    guard strings.count > 0 else { return }
    var (low, high) = (0, 0)
    for position in 1..<max(1, strings.count) {
      if strings.precedes(position, low) { low = position }
      if strings.precedes(high, position) { high = position }
    }
    let (least, greatest) = (strings.content(low), strings.content(high))
    guard max(least.count, greatest.count) <= Self.maximumBoundSize else { return }
    (minimum, maximum) = (Array(strings.bytes[least]), Array(strings.bytes[greatest]))
  }

  private static func bounds<Value: Comparable>(_ values: [Value]) -> (Value, Value)? {
    guard var low = values.first else { return nil }
    var high = low
    for value in values {
      if value < low { low = value }
      if value > high { high = value }
    }
    return (low, high)
  }

  private static func doubleBounds(_ words: [UInt64]) -> (Double, Double)? {
    var low = Double.infinity
    var high = -Double.infinity
    for word in words {
      let value = Double(bitPattern: word)
      if value < low { low = value }
      if value > high { high = value }
    }
    // Without a number both bounds are still what they started as, in the wrong order.
    guard low <= high else { return nil }
    return (low == 0 ? -0.0 : low, high == 0 ? 0.0 : high)
  }
}
