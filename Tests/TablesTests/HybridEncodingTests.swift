import Tables
import Testing

@Suite struct HybridEncodingTests {
  private func encode(_ values: [UInt32], bitWidth: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    HybridEncoder.append(values.span, bitWidth: bitWidth, to: &bytes)
    return bytes
  }

  private func decode(_ bytes: [UInt8], bitWidth: Int, count: Int) throws -> [UInt32] {
    var decoder = try HybridDecoder(bytes, in: 0..<bytes.count, bitWidth: bitWidth)
    return try decoder.decode(count: count)
  }

  @Test func `The specification's example is written bit for bit`() {
    // 0 to 7 in three bits: https://github.com/apache/parquet-format/blob/master/Encodings.md#RLE
    #expect(encode(Array(0...7), bitWidth: 3) == [0x03, 0x88, 0xC6, 0xFA])
  }

  @Test func `A long run is its length and value`() {
    #expect(encode(Array(repeating: 4, count: 100), bitWidth: 3) == [0xC8, 0x01, 0x04])
    #expect(encode(Array(repeating: 0x1234, count: 64), bitWidth: 13) == [0x80, 0x01, 0x34, 0x12])
  }

  @Test func `The last group is filled with zeros`() {
    #expect(encode([1, 0, 1], bitWidth: 1) == [0x03, 0x05])
    #expect(encode([], bitWidth: 1) == [])
  }

  @Test(arguments: 1...32) func `Values of any width come back`(bitWidth: Int) throws {
    var generator = SeededGenerator(seed: UInt64(bitWidth))
    let high = UInt32(truncatingIfNeeded: UInt64(1) << UInt64(bitWidth) - 1)
    var values: [UInt32] = []
    for _ in 0..<30 {
      let length = generator.chance(0.3) ? Int.random(in: 1...200, using: &generator) : 1
      let value = UInt32.random(in: 0...high, using: &generator)
      values += Array(repeating: value, count: length)
    }
    let bytes = encode(values, bitWidth: bitWidth)
    #expect(try decode(bytes, bitWidth: bitWidth, count: values.count) == values)
  }

  @Test func `A group cut off after the last value is accepted`() throws {
    #expect(try decode([0x03, 0x88, 0xC6], bitWidth: 3, count: 5) == [0, 1, 2, 3, 4])
  }

  @Test(
    arguments: [
      [], [0x02], [0x00, 0x01], [0x01], [0x03], [0x80], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
      [0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
    ] as [[UInt8]]) func `Broken runs are an error`(bytes: [UInt8])
  {
    #expect(throws: TablesError.self) { try decode(bytes, bitWidth: 5, count: 9) }
  }

  @Test func `Widths beyond 32 bits are an error`() {
    #expect(throws: TablesError.self) { try decode([0x02, 0x01], bitWidth: 33, count: 1) }
  }
}
