/// Strings in PLAIN encoding: each a four-byte length and its bytes, one after the other.
struct PlainStrings {
  private(set) var bytes: [UInt8] = []
  /// Where each string's length starts, and after the last the number of bytes.
  private(set) var starts: [Int] = [0]

  var count: Int { starts.count - 1 }

  /// Encodes the strings of the rows that are valid.
  init(_ values: ArraySlice<String>, validity: ArraySlice<Bool>?) {
    starts.reserveCapacity(values.count + 1)
    bytes.reserveCapacity(values.reduce(0) { $0 + $1.utf8.count + 4 })
    if let validity {
      for (value, isValid) in zip(values, validity) where isValid { append(value) }
    } else {
      for value in values { append(value) }
    }
  }

  /// Encodes the strings at the given positions of another.
  init(_ other: PlainStrings, at positions: [Int]) {
    starts.reserveCapacity(positions.count + 1)
    for position in positions {
      bytes.append(contentsOf: other.bytes[other.starts[position]..<other.starts[position + 1]])
      starts.append(bytes.count)
    }
  }

  /// Where the bytes of a string are, without its length.
  func content(_ position: Int) -> Range<Int> { starts[position] + 4..<starts[position + 1] }

  /// Whether one string sorts before another, by unsigned bytes.
  func precedes(_ left: Int, _ right: Int) -> Bool {
    bytes[content(left)].lexicographicallyPrecedes(bytes[content(right)])
  }

  private mutating func append(_ value: String) {
    let isContiguous: Void? = unsafe value.utf8.withContiguousStorageIfAvailable { utf8 in
      bytes.appendLittleEndian(UInt32(clamping: utf8.count))
      unsafe bytes.append(contentsOf: utf8)
    }
    if isContiguous == nil {
      bytes.appendLittleEndian(UInt32(clamping: value.utf8.count))
      bytes.append(contentsOf: value.utf8)
    }
    starts.append(bytes.count)
  }
}
