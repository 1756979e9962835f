import Foundation
import Tables
import Testing

@Suite struct ParquetRoundTripTests {
  private func roundTrip(_ table: Table, rowGroupSize: Int = 1 << 20) throws -> Table {
    try withTemporaryFolder { folder in
      try ParquetWriter.write(table, to: "\(folder)/t.parquet", rowGroupSize: rowGroupSize)
      return try ParquetReader.read(path: "\(folder)/t.parquet")
    }
  }

  @Test(arguments: 0..<40 as Range<UInt64>) func `A table of any types comes back`(seed: UInt64)
    throws
  {
    let table = SeededTables.table(seed: seed)
    #expect(try roundTrip(table) == table)
    #expect(try roundTrip(table, rowGroupSize: 17) == table)
  }

  static let edges: [Table] = [
    Table(name: "no columns", columns: []),
    Table(name: "no rows", columns: [Column("a", .string([])), Column("b", .double([]))]),
    Table(name: "one row", columns: [Column("a", .bool([true]))]),
    Table(
      name: "nulls",
      columns: [.optionalStrings("s", [nil, nil]), .optionalBools("b", [nil, nil])]),
    Table(
      name: "numbers", columns: [Column("d", .double([.nan, .infinity, -.infinity, -0.0, 0]))]),
    Table(name: "text", columns: [Column("ü\0", .string(["a\0b", "\0", "🦀", "e\u{301}", ""]))]),
    Table(
      name: "words", columns: [Column("a", .int64([1]), unit: "päckchen", doc: "Says “it”.")],
      doc: "One row."),
    Table(name: "same", columns: [Column("s", .string(Array(repeating: "x", count: 1000)))]),
  ]

  @Test(arguments: edges) func `An edge case comes back`(table: Table) throws {
    #expect(try roundTrip(table) == table)
  }

  @Test func `Many pages in one column come back`() throws {
    let big = (0..<5).map { String(repeating: Character(UnicodeScalar(0x61 + $0)), count: 700_000) }
    let table = Table(
      name: "pages",
      columns: [.optionalStrings("s", [nil, big[0], big[1], nil, big[2], big[3], nil])])
    #expect(try roundTrip(table) == table)
  }

  @Test func `A column too varied for a dictionary comes back over several pages`() throws {
    let count = 140_000
    let values = (0..<count).map { Int64($0) &* 0x5851_F42D_4C95_7F2D }
    let table = Table(
      name: "varied",
      columns: [Column("v", .int64(values), validity: (0..<count).map { $0 % 1000 != 0 })])
    #expect(try roundTrip(table) == table)
  }

  @Test func `Repeated values cost almost nothing`() throws {
    try withTemporaryFolder { folder in
      let count = 20_000
      let names = (0..<count).map { "maintainer-\($0 % 300)" }
      try ParquetWriter.write(
        Table(name: "t", columns: [Column("n", .string(names))]), to: "\(folder)/few.parquet")
      // 300 names of about 14 bytes and 20,000 places of nine bits, before compression.
      #expect(try contents("\(folder)/few.parquet").count < 300 * 18 + count * 9 / 8)
    }
  }

  @Test func `The same table gives the same bytes`() throws {
    try withTemporaryFolder { folder in
      let table = SeededTables.table(seed: 5, rowCount: 300)
      try ParquetWriter.write(table, to: "\(folder)/a.parquet")
      try ParquetWriter.write(table, to: "\(folder)/b.parquet")
      #expect(try contents("\(folder)/a.parquet") == contents("\(folder)/b.parquet"))
    }
  }

  @Test func `Free text comes after the table's own`() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/t.parquet"
      let table = Table(name: "t", columns: [Column("a", .bool([]), unit: "u")], doc: "d")
      try ParquetWriter.write(table, to: path, keyValues: [("run", "7"), ("empty", "")])
      let pairs = try ParquetReader.keyValues(path: path).map { "\($0.key)=\($0.value)" }
      #expect(
        pairs == ["assay.table=t", "assay.doc=d", "assay.column.a.unit=u", "run=7", "empty="])
    }
  }
}

extension Table: CustomTestStringConvertible {
  public var testDescription: String { name }
}
