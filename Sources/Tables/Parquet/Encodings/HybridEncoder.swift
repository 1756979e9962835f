/// Writes small numbers as runs of equal values mixed with bit-packed groups.
///
/// Grammar: `hybrid = run*`, `run = bit-packed-run | rle-run`,
/// `bit-packed-run = varint(groups << 1 | 1) packed(8 * groups values)`,
/// `rle-run = varint(length << 1) value-in-whole-bytes`.
/// Source: https://github.com/apache/parquet-format/blob/master/Encodings.md#RLE
package enum HybridEncoder {
  /// Shorter runs of equal values are cheaper bit-packed.
  private static func minimumRun(bitWidth: Int) -> Int { bitWidth <= 2 ? 32 : 16 }

  /// Appends values that all fit in `bitWidth` bits, 1 to 32.
  package static func append(_ values: Span<UInt32>, bitWidth: Int, to output: inout [UInt8]) {
    let minimumRun = minimumRun(bitWidth: bitWidth)
    var packed: [UInt8] = []
    var groupCount = 0
    var position = 0
    while position < values.count {
      let length = runLength(values, from: position)
      if length >= minimumRun {
        flush(&packed, &groupCount, to: &output)
        appendRun(of: values[position], length: length, bitWidth: bitWidth, to: &output)
        position += length
      } else {
        pack(values, from: position, bitWidth: bitWidth, to: &packed)
        groupCount += 1
        position += 8
      }
    }
    flush(&packed, &groupCount, to: &output)
  }

  /// Appends one run of equal values.
  package static func appendRun(
    of value: UInt32, length: Int, bitWidth: Int, to output: inout [UInt8]
  ) {
    guard length > 0 else { return }
    output.appendVarint(UInt64(length) << 1)
    for byte in 0..<(bitWidth + 7) / 8 {
      output.append(UInt8(truncatingIfNeeded: value >> (8 * UInt32(byte))))
    }
  }

  private static func runLength(_ values: Span<UInt32>, from start: Int) -> Int {
    let value = values[start]
    var end = start + 1
    while end < values.count, values[end] == value { end += 1 }
    return end - start
  }

  /// Packs eight values, the last ones zero when there are fewer, lowest bits first.
  private static func pack(
    _ values: Span<UInt32>, from start: Int, bitWidth: Int, to output: inout [UInt8]
  ) {
    var pending: UInt64 = 0
    var bitCount = 0
    for index in start..<start + 8 {
      let value = index < values.count ? values[index] : 0
      pending |= UInt64(value) << UInt64(bitCount)
      bitCount += bitWidth
      while bitCount >= 8 {
        output.append(UInt8(truncatingIfNeeded: pending))
        pending >>= 8
        bitCount -= 8
      }
    }
  }

  private static func flush(
    _ packed: inout [UInt8], _ groupCount: inout Int, to output: inout [UInt8]
  ) {
    guard groupCount > 0 else { return }
    output.appendVarint(UInt64(groupCount) << 1 | 1)
    output.append(contentsOf: packed)
    packed.removeAll(keepingCapacity: true)
    groupCount = 0
  }
}
