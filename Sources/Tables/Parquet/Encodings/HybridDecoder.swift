/// Reads small numbers written as runs mixed with bit-packed groups, from hostile bytes.
///
/// Source: https://github.com/apache/parquet-format/blob/master/Encodings.md#RLE
package struct HybridDecoder {
  private let bytes: [UInt8]
  private var position: Int
  private let end: Int
  private let bitWidth: Int

  /// Reads from `range` of the bytes; widths beyond 32 bits are refused.
  package init(_ bytes: [UInt8], in range: Range<Int>, bitWidth: Int) throws(TablesError) {
    guard (0...32).contains(bitWidth) else {
      throw .malformed("values of \(bitWidth) bits do not exist")
    }
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
    self.bytes = bytes
    self.bitWidth = bitWidth
    position = range.lowerBound
    end = range.upperBound
  }

  /// Decodes exactly `count` values.
  ///
  /// The result takes four bytes a value, so the caller bounds `count` first.
  package mutating func decode(count: Int) throws(TablesError) -> [UInt32] {
    var values: [UInt32] = []
    values.reserveCapacity(count)
    while values.count < count {
      let header = try varint()
      if header & 1 == 0 {
        try appendRun(length: header >> 1, to: &values, upTo: count)
      } else {
        try appendPacked(groupCount: header >> 1, to: &values, upTo: count)
      }
    }
    return values
  }

  private mutating func appendRun(
    length: UInt64, to values: inout [UInt32], upTo count: Int
  ) throws(TablesError) {
    let width = (bitWidth + 7) / 8
    guard width <= end - position else { throw Self.endOfBytes }
    var value: UInt32 = 0
    for byte in 0..<width { value |= UInt32(bytes[position + byte]) << (8 * UInt32(byte)) }
    position += width
    guard length > 0 else { throw .malformed("a run has no length") }
    let wanted = min(length, UInt64(count - values.count))
    values.append(contentsOf: repeatElement(value, count: Int(wanted)))
  }

  private mutating func appendPacked(
    groupCount: UInt64, to values: inout [UInt32], upTo count: Int
  ) throws(TablesError) {
    guard groupCount > 0 else { throw .malformed("a bit-packed run has no groups") }
    let wanted = Int(
      min(
        groupCount.multipliedReportingOverflow(by: 8).partialValue,
        UInt64(count - values.count)))
    // The last group may be cut off where no value of it is wanted.
    let needed = (wanted * bitWidth + 7) / 8
    let (whole, overflow) = groupCount.multipliedReportingOverflow(by: UInt64(bitWidth))
    guard !overflow, groupCount <= UInt64.max / 8, needed <= end - position else {
      throw Self.endOfBytes
    }
    unpack(count: wanted, to: &values)
    position += Int(min(whole, UInt64(end - position)))
  }

  private func unpack(count: Int, to values: inout [UInt32]) {
    let mask = UInt64(1) << UInt64(bitWidth) - 1
    let span = unsafe bytes.span.bytes
    // Where eight bytes can be loaded at once, each value is one load, shift and mask.
    let fast = bitWidth == 0 ? 0 : min(count, max(0, (bytes.count - position - 8) * 8 / bitWidth))
    for index in 0..<fast {
      let bit = index * bitWidth
      let word = unsafe span.unsafeLoadUnaligned(
        fromByteOffset: position + bit >> 3, as: UInt64.self)
      values.append(UInt32(truncatingIfNeeded: word >> UInt64(bit & 7) & mask))
    }
    for index in fast..<count {
      var value: UInt64 = 0
      for bit in 0..<bitWidth {
        let place = index * bitWidth + bit
        let isSet = bytes[position + place >> 3] >> UInt8(place & 7) & 1
        value |= UInt64(isSet) << UInt64(bit)
      }
      values.append(UInt32(value))
    }
  }

  private mutating func varint() throws(TablesError) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), through: 35, by: 7) {
      guard position < end else { throw Self.endOfBytes }
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte & 0x80 == 0 { return value }
    }
    throw .malformed("the length of a run is out of range")
  }

  private static var endOfBytes: TablesError { .malformed("a run of values ends too early") }
}
