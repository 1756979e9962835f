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
    var values = [UInt32](repeating: 0, count: count)
    var output = values.mutableSpan
    var filled = 0
    while filled < count {
      let header = try varint()
      if header & 1 == 0 {
        let (value, length) = try run(length: header >> 1, upTo: count - filled)
        for index in filled..<filled + length { output[index] = value }
        filled += length
      } else {
        let (packed, length) = try packedRun(groupCount: header >> 1, upTo: count - filled)
        unpack(filled..<filled + length, at: packed, to: &output)
        filled += length
      }
    }
    return values
  }

  /// Decodes exactly `count` truth values of one bit each.
  package mutating func decodeFlags(count: Int) throws(TablesError) -> [Bool] {
    precondition(bitWidth == 1, "flags take one bit, not \(bitWidth)")
    var flags = [Bool](repeating: true, count: count)
    var output = flags.mutableSpan
    // A copy of the reference, since the decoder itself changes while the span is in use.
    let bytes = bytes
    let input = bytes.span
    var filled = 0
    while filled < count {
      let header = try varint()
      if header & 1 == 0 {
        let (value, length) = try run(length: header >> 1, upTo: count - filled)
        if value == 0 { for index in filled..<filled + length { output[index] = false } }
        filled += length
      } else {
        let (packed, length) = try packedRun(groupCount: header >> 1, upTo: count - filled)
        for index in 0..<length {
          output[filled + index] = input[packed + index >> 3] >> UInt8(index & 7) & 1 == 1
        }
        filled += length
      }
    }
    return flags
  }

  /// Steps over a run of equal values and returns the value, and how many are wanted.
  private mutating func run(
    length: UInt64, upTo wanted: Int
  ) throws(TablesError) -> (value: UInt32, length: Int) {
    let width = (bitWidth + 7) / 8
    guard width <= end - position else { throw Self.endOfBytes }
    var value: UInt32 = 0
    for byte in 0..<width { value |= UInt32(bytes[position + byte]) << (8 * UInt32(byte)) }
    position += width
    guard length > 0 else { throw .malformed("a run has no length") }
    return (value, Int(min(length, UInt64(wanted))))
  }

  /// Steps over bit-packed groups and returns where they start, and how many values are wanted.
  private mutating func packedRun(
    groupCount: UInt64, upTo wanted: Int
  ) throws(TablesError) -> (start: Int, length: Int) {
    // The header has at most 42 bits, so that nothing here overflows.
    guard groupCount > 0 else { throw .malformed("a bit-packed run has no groups") }
    let start = position
    let length = Int(min(groupCount * 8, UInt64(wanted)))
    // The last group may be cut off where no value of it is wanted.
    guard (length * bitWidth + 7) / 8 <= end - start else { throw Self.endOfBytes }
    position += Int(min(groupCount * UInt64(bitWidth), UInt64(end - start)))
    return (start, length)
  }

  /// Unpacks values to a range of the output.
  private func unpack(
    _ range: Range<Int>, at position: Int, to output: inout MutableSpan<UInt32>
  ) {
    let mask = UInt64(1) << UInt64(bitWidth) - 1
    let memory = unsafe bytes.span.bytes
    // Where eight bytes can be loaded at once, each value is one load, shift and mask.
    let loadable = bitWidth == 0 ? 0 : max(0, (bytes.count - position - 8) * 8 / bitWidth)
    for index in 0..<min(range.count, loadable) {
      let bit = index * bitWidth
      let word = unsafe memory.unsafeLoadUnaligned(
        fromByteOffset: position + bit >> 3, as: UInt64.self)
      output[range.lowerBound + index] = UInt32(truncatingIfNeeded: word >> UInt64(bit & 7) & mask)
    }
    for index in min(range.count, loadable)..<range.count {
      output[range.lowerBound + index] = slowValue(index, at: position)
    }
  }

  /// One bit-packed value, read bit by bit.
  private func slowValue(_ index: Int, at position: Int) -> UInt32 {
    var value: UInt32 = 0
    for bit in 0..<bitWidth {
      let place = index * bitWidth + bit
      value |= UInt32(bytes[position + place >> 3] >> UInt8(place & 7) & 1) << UInt32(bit)
    }
    return value
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
