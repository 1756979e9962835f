import Tables
import Testing

@Suite struct CompactProtocolTests {
  @Test func `Fields are written as the specification says`() {
    let bytes = CompactWriter.structure { writer in
      writer.int32(1, -1)
      writer.int64(2, 300)
      writer.bool(4, true)
      writer.binary(20, [0xAA])
      writer.strings(21, ["a"])
      writer.structure(22) { $0.int8(1, 5) }
      writer.int32s(23, Array(repeating: 0, count: 15))
    }
    let expected: [UInt8] =
      [0x15, 0x01]  // field 1, int32, zigzag(-1) = 1
      + [0x16, 0xD8, 0x04]  // field 2, int64, zigzag(300) = 600 = 0x258
      + [0x21]  // field 4, true
      + [0x08, 0x28, 0x01, 0xAA]  // field 20 by its own number, zigzag(20) = 40, one byte
      + [0x19, 0x18, 0x01, 0x61]  // field 21, list of one binary
      + [0x1C, 0x13, 0x05, 0x00]  // field 22, structure of one int8
      + [0x19, 0xF5, 0x0F] + Array(repeating: 0, count: 15)  // field 23, list of 15 int32
      + [0x00]
    #expect(bytes == expected)
  }

  @Test(arguments: [Int64.min, -1, 0, 1, 63, 64, 8191, 8192, Int64.max])
  func `Numbers come back`(number: Int64) throws {
    let bytes = CompactWriter.structure { $0.int64(7, number) }
    var reader = CompactReader(bytes, in: 0..<bytes.count)
    var found: Int64?
    try reader.structure { field, reader throws(TablesError) in
      #expect(field.id == 7)
      found = try reader.int64(field)
    }
    #expect(found == number)
    #expect(reader.position == bytes.count)
  }

  static let broken: [[UInt8]] = [
    [],  // no stop
    [0x15],  // a number is missing
    [0x15] + Array(repeating: 0x80, count: 12),  // a number without end
    [0x18, 0x05, 0x61],  // a string longer than the bytes
    [0x18, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
    [0x19, 0xFC, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F],  // a list of four milliard structures
    [0x1D, 0x00],  // type 13
    [0x1B, 0x02, 0x88],  // a map of two without entries
    Array(repeating: 0x1C, count: 200),  // structures in structures
    Array(repeating: [0x19, 0x19], count: 200).flatMap { $0 },  // lists in lists
  ]

  @Test(arguments: broken) func `Broken bytes are an error`(bytes: [UInt8]) {
    #expect(throws: TablesError.self) {
      var reader = CompactReader(bytes, in: 0..<bytes.count)
      try reader.structure { field, reader throws(TablesError) in try reader.skip(field) }
    }
  }
}
