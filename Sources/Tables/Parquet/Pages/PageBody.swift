/// The decompressed bytes of a page.
struct PageBody {
  /// A page above this size is refused before memory is taken for it.
  static let maximumSize = 256 << 20

  var bytes: [UInt8]
  /// Where the values are; before them lie the levels.
  var values: Range<Int>

  /// Decompresses `range` of a column chunk to `size` bytes.
  static func decompress(
    _ chunk: [UInt8], in range: Range<Int>, size: Int, codec: Codec,
    with decompressor: ZstdDecompressor
  ) throws(TablesError) -> PageBody {
    guard size <= maximumSize else {
      throw .tooLarge("a page of \(size) bytes; write pages below \(maximumSize) bytes")
    }
    if codec == .uncompressed {
      guard range.count == size else {
        throw .malformed("a page holds \(range.count) bytes where its header says \(size)")
      }
      return PageBody(bytes: chunk, values: range)
    }
    let bytes = try decompressor.decompress(chunk, in: range, size: size)
    return PageBody(bytes: bytes, values: 0..<size)
  }

  /// The validity of `count` rows whose levels take `range` of the bytes; nil when all are valid.
  static func validity(
    _ bytes: [UInt8], in range: Range<Int>, count: Int
  ) throws(TablesError) -> [Bool]? {
    var decoder = try HybridDecoder(bytes, in: range, bitWidth: 1)
    let flags = try decoder.decodeFlags(count: count)
    return flags.contains(false) ? flags : nil
  }

  /// Cuts the levels, which carry their length, off the values.
  mutating func takeLevels(count: Int) throws(TablesError) -> [Bool]? {
    let levels = try takeSized()
    return try Self.validity(bytes, in: levels, count: count)
  }

  /// Cuts a length of four bytes and that many bytes off the front.
  mutating func takeSized() throws(TablesError) -> Range<Int> {
    let end = values.upperBound
    guard let size = bytes.littleEndian(at: values.lowerBound, end: end),
      Int(size) <= end - values.lowerBound - 4
    else { throw .malformed("the levels are longer than their page") }
    let start = values.lowerBound + 4
    values = start + Int(size)..<end
    return start..<start + Int(size)
  }
}
