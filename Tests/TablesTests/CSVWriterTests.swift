import Tables
import Testing

@Suite struct CSVWriterTests {
  private func text(of table: Table) throws -> String {
    try withTemporaryFolder { folder in
      try CSVWriter.write(table, to: "\(folder)/t.csv")
      return String(decoding: try contents("\(folder)/t.csv"), as: UTF8.self)
    }
  }

  static let cells: [(Column, String)] = [
    (Column("c", .double([0.1, 1, -0.0, 1e-5, .nan, -.infinity])), "0.1 1.0 -0.0 1e-05 nan -inf"),
    (Column("c", .int64([.min, 0])), "-9223372036854775808 0"),
    (Column("c", .bool([true, false])), "true false"),
    (Column("c", .timestamp([0, -1])), "1970-01-01T00:00:00Z 1969-12-31T23:59:59.999Z"),
    (Column("c", .timestamp([.max])), "+292278994-08-17T07:12:55.807Z"),
    (Column("c", .string(["a", "", "a,b", "q\"", "1", "true"])), #"a "" "a,b" "q""" "1" "true""#),
    (.optionalInt32s("c", [nil, 7]), " 7"),
  ]

  @Test(arguments: cells) func `Values are written the documented way`(
    column: Column, expected: String
  ) throws {
    let lines = try text(of: Table(name: "t", columns: [column]))
    #expect(
      lines == "c\r\n"
        + expected.split(separator: " ", omittingEmptySubsequences: false)
        .map { $0 + "\r\n" }.joined())
  }

  @Test func `Names that need quotes get them`() throws {
    let table = Table(name: "t", columns: [Column("a,b", .bool([])), Column("7", .bool([]))])
    #expect(try text(of: table) == "\"a,b\",\"7\"\r\n")
  }

  @Test(arguments: 100..<140 as Range<UInt64>) func `Types and values come back`(seed: UInt64)
    throws
  {
    let table = SeededTables.table(seed: seed)
    let back = try CSVReader.read(Array(try text(of: table).utf8), name: table.name)
    #expect(back.columns == table.columns.map(asRead))
  }

  /// What a column becomes when only its text is known.
  private func asRead(_ column: Column) -> Column {
    let hasNumber = column.optionalDoubles?.contains { $0?.isFinite == true }
    let isTextOnly = column.nullCount == column.count || hasNumber == false
    if isTextOnly {
      return .optionalStrings(column.name, column.optionalDoubles?.map(word) ?? nulls(column))
    }
    let values: ColumnValues =
      if case .int32(let values) = column.values { .int64(values.map(Int64.init)) } else {
        column.values
      }
    return Column(column.name, values, validity: column.validity)
  }

  private func word(_ value: Double?) -> String? { value.map { "\($0)" } }

  private func nulls(_ column: Column) -> [String?] { Array(repeating: nil, count: column.count) }
}
