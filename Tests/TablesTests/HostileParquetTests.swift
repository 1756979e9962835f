import Foundation
import Tables
import Testing

/// Files that lie. Each must end in a table or a `TablesError`.
@Suite struct HostileParquetTests {
  private func bytes(seed: UInt64, rowGroupSize: Int) throws -> [UInt8] {
    try withTemporaryFolder { folder in
      let path = "\(folder)/t.parquet"
      let table = SeededTables.table(seed: seed, rowCount: 40)
      try ParquetWriter.write(table, to: path, rowGroupSize: rowGroupSize)
      return try contents(path)
    }
  }

  /// Nil when the bytes were read as a table.
  private func error(reading bytes: [UInt8]) throws -> TablesError? {
    try withTemporaryFolder { folder in try error(reading: bytes, at: "\(folder)/t.parquet") }
  }

  private func error(reading bytes: [UInt8], at path: String) throws -> TablesError? {
    try put(bytes, at: path)
    do {
      _ = try ParquetReader.read(path: path)
      return nil
    } catch let error as TablesError {
      return error
    }
  }

  /// Changes the bytes many times over; anything but a table or a `TablesError` ends the test.
  private func read(
    _ original: [UInt8], seed: UInt64,
    changedBy change: (inout [UInt8], inout SeededGenerator) -> Void
  ) throws {
    var generator = SeededGenerator(seed: seed)
    try withTemporaryFolder { folder in
      for _ in 0..<120 {
        var mutated = original
        change(&mutated, &generator)
        _ = try error(reading: mutated, at: "\(folder)/t.parquet")
      }
    }
  }

  @Test(arguments: 0..<12 as Range<UInt64>) func `Flipped bits never crash`(seed: UInt64) throws {
    let original = try bytes(seed: seed, rowGroupSize: seed % 2 == 0 ? 100 : 15)
    try read(original, seed: seed) { bytes, generator in
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      }
    }
  }

  @Test(arguments: 20..<32 as Range<UInt64>) func `A changed footer never crashes`(seed: UInt64)
    throws
  {
    let original = try bytes(seed: seed, rowGroupSize: 15)
    let footer =
      original.count - 8 - Int(original[original.count - 8])
      - Int(original[original.count - 7]) << 8
    try read(original, seed: seed) { bytes, generator in
      let place = Int.random(in: footer..<bytes.count - 8, using: &generator)
      bytes[place] =
        [0, 1, 0x7F, 0x80, 0xFF, UInt8.random(in: 0...255, using: &generator)]
        .randomElement(using: &generator) ?? 0
    }
  }

  @Test func `A file cut anywhere is refused`() throws {
    let original = try bytes(seed: 3, rowGroupSize: 15)
    for length in stride(from: 0, to: original.count, by: 7) {
      #expect(try error(reading: Array(original[..<length])) != nil)
    }
  }

  @Test func `A flipped bit in a page is noticed by its checksum`() throws {
    let table = Table(name: "t", columns: [Column("a", .int64(Array(0..<100)))])
    try withTemporaryFolder { folder in
      let path = "\(folder)/t.parquet"
      try ParquetWriter.write(table, to: path)
      var damaged = try contents(path)
      damaged[200] ^= 1
      try put(damaged, at: path)
      let error = #expect(throws: TablesError.self) { try ParquetReader.read(path: path) }
      #expect(error?.location == .column("a"))
    }
  }

  @Test func `A tiny file that claims a trillion rows is refused`() throws {
    let page = Self.pageHeader(size: 2, valueCount: 1) + [0, 0]
    let error = try error(reading: Self.file(page: page, rowCount: 1 << 40))
    #expect(error?.code == .tooLarge)
  }

  @Test func `A page that claims two gigabytes is refused`() throws {
    let page =
      Self.pageHeader(size: Int32.max, valueCount: 1, storedSize: 4) + [0x28, 0xB5, 0x2F, 0xFD]
    let error = try error(reading: Self.file(page: page, rowCount: 1, codec: 6))
    #expect(error?.code == .tooLarge)
  }

  @Test(arguments: [(1, "snappy"), (2, "gzip"), (99, "99")] as [(Int32, String)])
  func `Another compression is named`(codec: Int32, name: String) throws {
    let error = try error(reading: Self.file(page: [0], rowCount: 1, codec: codec))
    #expect(error?.code == .unsupported)
    #expect(error?.message.contains("compression \(name)") == true)
  }

  @Test func `A handmade plain file is read`() throws {
    let page = Self.pageHeader(size: 1, valueCount: 3) + [0b101]
    #expect(try error(reading: Self.file(page: page, rowCount: 3)) == nil)
  }

  @Test func `A page longer than its column is refused`() throws {
    let page = Self.pageHeader(size: 1000, valueCount: 3) + [0b101]
    #expect(try error(reading: Self.file(page: page, rowCount: 3))?.code == .malformed)
  }

  @Test func `Pages without rows cannot go on forever`() throws {
    let page = (0..<50).flatMap { _ in Self.pageHeader(size: 0, valueCount: 0) }
    #expect(try error(reading: Self.file(page: page, rowCount: 3))?.code == .malformed)
  }

  private static func pageHeader(
    size: Int32, valueCount: Int32, storedSize: Int32? = nil
  ) -> [UInt8] {
    CompactWriter.structure { writer in
      writer.int32(1, 0)
      writer.int32(2, size)
      writer.int32(3, storedSize ?? size)
      writer.structure(5) { writer in
        writer.int32(1, valueCount)
        for field in 2...4 { writer.int32(field, field == 2 ? 0 : 3) }
      }
    }
  }

  /// A file of one required truth column with the given bytes as its only chunk.
  private static func file(page: [UInt8], rowCount: Int64, codec: Int32 = 0) -> [UInt8] {
    let footer = CompactWriter.structure { writer in
      writer.int32(1, 1)
      writer.structures(2, [false, true]) { writer, isLeaf in
        if isLeaf {
          writer.int32(1, 0)
          writer.int32(3, 0)
        }
        writer.string(4, "c")
        if !isLeaf { writer.int32(5, 1) }
      }
      writer.int64(3, rowCount)
      writer.structures(4, [0]) { writer, _ in
        writer.structures(1, [0]) { writer, _ in
          writer.structure(3) { writer in
            writer.int32(1, 0)
            writer.int32(4, codec)
            writer.int64(5, rowCount)
            writer.int64(6, Int64(Int32.max) + 100)
            writer.int64(7, Int64(page.count))
            writer.int64(9, 4)
          }
        }
        writer.int64(3, rowCount)
      }
    }
    let length = (0..<4).map { UInt8(truncatingIfNeeded: footer.count >> (8 * $0)) }
    return Array("PAR1".utf8) + page + footer + length + Array("PAR1".utf8)
  }
}
