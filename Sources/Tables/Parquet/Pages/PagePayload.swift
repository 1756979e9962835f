/// What the data pages of one column chunk hold: values, or places in a dictionary.
enum PagePayload {
  case plain(DenseValues)
  case indices(DictionaryEncoding)

  var encoding: Encoding {
    switch self {
    case .plain: .plain
    case .indices: .rleDictionary
    }
  }

  private var count: Int {
    switch self {
    case .plain(let values): values.count
    case .indices(let dictionary): dictionary.indices.count
    }
  }

  /// Where a page ends that starts at a value: the size is reached, or the values are over.
  func pageEnd(from start: Int, pageSize: Int) -> Int {
    switch self {
    case .plain(.bools): min(count, start + pageSize * 8)
    case .plain(.words32): min(count, start + pageSize / 4)
    case .plain(.words64): min(count, start + pageSize / 8)
    case .indices(let dictionary): min(count, start + pageSize * 8 / dictionary.bitWidth)
    case .plain(.strings(let strings)): Self.pageEnd(strings, from: start, pageSize: pageSize)
    }
  }

  private static func pageEnd(_ strings: PlainStrings, from start: Int, pageSize: Int) -> Int {
    var end = start
    while end < strings.count, strings.starts[end] - strings.starts[start] < pageSize { end += 1 }
    return end
  }

  /// Appends some values as a page holds them.
  func append(_ range: Range<Int>, to body: inout [UInt8]) {
    switch self {
    case .plain(let values):
      body.reserveCapacity(body.count + values.plainSize(range))
      values.appendPlain(range, to: &body)
    case .indices(let dictionary):
      body.append(UInt8(dictionary.bitWidth))
      HybridEncoder.append(
        dictionary.indices.span.extracting(range), bitWidth: dictionary.bitWidth, to: &body)
    }
  }
}
