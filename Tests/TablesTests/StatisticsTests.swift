import Foundation
import Tables
import Testing

/// The bounds and null counts in the footer, read with nothing but the Thrift reader.
@Suite struct StatisticsTests {
  struct Found: Equatable {
    var nulls: Int64?
    var minimum: [UInt8]?
    var maximum: [UInt8]?
  }

  static let expected: [(Column, Found)] = [
    (
      .optionalInt32s("a", [nil, -2, 7]),
      Found(nulls: 1, minimum: bytes(Int32(-2)), maximum: bytes(Int32(7)))
    ),
    (
      Column("a", .int64([3, .min])),
      Found(nulls: 0, minimum: bytes(Int64.min), maximum: bytes(Int64(3)))
    ),
    (
      Column("a", .timestamp([-5, 5])),
      Found(nulls: 0, minimum: bytes(Int64(-5)), maximum: bytes(Int64(5)))
    ),
    (Column("a", .bool([true, true])), Found(nulls: 0, minimum: [1], maximum: [1])),
    (Column("a", .bool([true, false])), Found(nulls: 0, minimum: [0], maximum: [1])),
    (
      Column("a", .double([.nan, 1.5, -3])),
      Found(nulls: 0, minimum: bytes(-3.0), maximum: bytes(1.5))
    ),
    (Column("a", .double([0, 0])), Found(nulls: 0, minimum: bytes(-0.0), maximum: bytes(0.0))),
    (Column("a", .double([-0.0])), Found(nulls: 0, minimum: bytes(-0.0), maximum: bytes(0.0))),
    (
      Column("a", .double([-.infinity, .infinity])),
      Found(nulls: 0, minimum: bytes(-Double.infinity), maximum: bytes(Double.infinity))
    ),
    (Column("a", .double([.nan])), Found(nulls: 0)),
    (.optionalDoubles("a", [nil, nil]), Found(nulls: 2)),
    (Column("a", .string(["b", "", "aa"])), Found(nulls: 0, minimum: [], maximum: [0x62])),
    // Unsigned bytes: "é" is above "z".
    (Column("a", .string(["z", "é"])), Found(nulls: 0, minimum: [0x7A], maximum: [0xC3, 0xA9])),
    (
      Column("a", .string([text(64), "x"])),
      Found(nulls: 0, minimum: Array(text(64).utf8), maximum: [0x78])
    ),
    (Column("a", .string([text(65), "x"])), Found(nulls: 0)),
  ]

  @Test(arguments: expected.indices) func `Bounds are those of the values`(index: Int) throws {
    let (column, found) = Self.expected[index]
    try withTemporaryFolder { folder in
      let path = "\(folder)/t.parquet"
      try ParquetWriter.write(Table(name: "t", columns: [column]), to: path)
      #expect(try Self.statistics(of: try contents(path)) == found)
    }
  }

  private static func text(_ count: Int) -> String { String(repeating: "a", count: count) }

  private static func bytes(_ value: some FixedWidthInteger & UnsignedInteger) -> [UInt8] {
    (0..<value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  private static func bytes(_ value: Int32) -> [UInt8] { bytes(UInt32(bitPattern: value)) }
  private static func bytes(_ value: Int64) -> [UInt8] { bytes(UInt64(bitPattern: value)) }
  private static func bytes(_ value: Double) -> [UInt8] { bytes(value.bitPattern) }

  /// The statistics of the first column in the first row group.
  private static func statistics(of file: [UInt8]) throws -> Found {
    let length = file.suffix(8).prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    var reader = CompactReader(file, in: file.count - 8 - length..<file.count - 8)
    var found = Found()
    try member(4, of: &reader) { reader throws(TablesError) in
      try member(1, of: &reader) { reader throws(TablesError) in
        try member(3, of: &reader) { reader throws(TablesError) in
          try member(12, of: &reader) { reader throws(TablesError) in
            try read(&found, from: &reader)
          }
        }
      }
    }
    return found
  }

  /// Enters the structure in a field, or the structures of the list in it, and skips the other fields.
  private static func member(
    _ id: Int, of reader: inout CompactReader,
    _ body: (inout CompactReader) throws(TablesError) -> Void
  ) throws(TablesError) {
    try reader.structure { field, reader throws(TablesError) in
      switch (field.id, field.type) {
      case (id, .structure): try body(&reader)
      case (id, .list): _ = try reader.structures(field, body)
      default: try reader.skip(field)
      }
    }
  }

  private static func read(
    _ found: inout Found, from reader: inout CompactReader
  ) throws(TablesError) {
    try reader.structure { field, reader throws(TablesError) in
      switch field.id {
      case 3: found.nulls = try reader.int64(field)
      case 5: found.maximum = try reader.binary(field)
      case 6: found.minimum = try reader.binary(field)
      default: try reader.skip(field)
      }
    }
  }
}
