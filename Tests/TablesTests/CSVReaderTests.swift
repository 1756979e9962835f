import Tables
import Testing

@Suite struct CSVReaderTests {
  private func column(_ cells: [String]) throws -> Column? {
    let text = "c,d\n" + cells.map { "\($0),x\n" }.joined()
    return try CSVReader.read(Array(text.utf8), name: "t")["c"]
  }

  static let typed: [([String], ColumnValues, [Bool]?)] = [
    (["1", "-2", "0"], .int64([1, -2, 0]), nil),
    (["9223372036854775807", "-9223372036854775808"], .int64([.max, .min]), nil),
    (["1", "", "3"], .int64([1, 0, 3]), [true, false, true]),
    (["1", "2.5", "1e3", "-0.0"], .double([1, 2.5, 1000, -0.0]), nil),
    (["1", "inf", "-inf"], .double([1, .infinity, -.infinity]), nil),
    (["true", "false"], .bool([true, false]), nil),
    (["2024-01-02T03:04:05Z"], .timestamp([1_704_164_645_000]), nil),
    (["2024-01-02 03:04:05.25+01:00"], .timestamp([1_704_161_045_250]), nil),
    (["1969-12-31T23:59:59.999999-00:30"], .timestamp([1_799_999]), nil),
    (
      ["0001-01-01T00:00Z", "9999-12-31T23:59:59.999Z"],
      .timestamp([-62_135_596_800_000, 253_402_300_799_999]), nil
    ),
  ]

  @Test(arguments: typed) func `A type is found when all cells agree`(
    cells: [String], values: ColumnValues, validity: [Bool]?
  ) throws {
    #expect(try column(cells) == Column("c", values, validity: validity))
  }

  @Test(arguments: [
    ["007"], ["+5"], ["1", "x"], ["1", "true"], ["TRUE"], ["0x10"], ["1_000"], ["-"], ["1e999"],
    ["9223372036854775808"], ["nan"], ["2024-01-02"], ["2024-02-30T00:00:00Z"], ["1.5.2"], ["-0"],
    ["2024-01-02T24:00:00Z"], ["1", "2024-01-02T03:04:05Z"], ["١"], ["1 "], ["1."], ["1e"], ["1e+"],
    ["00.5"], ["1.e5"], ["-.5"], ["1e1234567"], ["-inf", "a"],
  ]) func `In doubt a column is text`(cells: [String]) throws {
    #expect(try column(cells) == Column("c", .string(cells)))
  }

  @Test func `A quoted cell is text and an empty one a null`() throws {
    #expect(try column(["\"1\"", "2"]) == Column("c", .string(["1", "2"])))
    #expect(try column(["\"\"", ""]) == .optionalStrings("c", ["", nil]))
    #expect(try column(["", ""]) == .optionalStrings("c", [nil, nil]))
  }

  static let layouts: [(String, [String?])] = [
    ("c,d\r\n\"a\r\nb\",1\r\n", ["a\r\nb"]),
    ("\u{FEFF}c,d\na,1", ["a"]),
    ("c,d\ra,1\rb,2\r", ["a", "b"]),
    ("c,d\n\"say \"\"hi\"\"\",1\n", ["say \"hi\""]),
    ("\"c\",\"d\"\n\"\"\"\",1\n\n\n", ["\""]),
    ("c,d\n\"a,b\",1\n,\n", ["a,b", nil]),
    ("c\na\n\nb\n", ["a", nil, "b"]),
    ("c,d\n", []),
  ]

  @Test(arguments: layouts) func `Quotes and line ends are understood`(
    text: String, expected: [String?]
  ) throws {
    let table = try CSVReader.read(Array(text.utf8), name: "t")
    #expect(table["c"]?.optionalStrings == expected)
  }

  static let broken: [(String, Int)] = [
    ("a,b\n1,2\n3\n", 3),
    ("a,b\n1,2\n\n3,4\n", 3),
    ("a,b\n\"x\ny\",1\n1,2,3\n", 4),
    ("a,b\n1,\"open\n\n", 2),
    ("a,b\n1,\"x\"y\n", 2),
    ("a,b\n1,x\"y\"\n", 2),
    ("a,a\n", 1),
  ]

  @Test(arguments: broken) func `A broken file is refused with the line`(
    text: String, line: Int
  ) throws {
    let error = #expect(throws: TablesError.self) {
      try CSVReader.read(Array(text.utf8), name: "t")
    }
    #expect(error?.location == .line(line))
    #expect(error?.code == .malformed)
  }

  @Test func `Text that is not UTF-8 is refused with the line`() throws {
    let bytes = Array("a\nx\n".utf8) + [0xE9, 0x0A]
    let error = #expect(throws: TablesError.self) { try CSVReader.read(bytes, name: "t") }
    #expect(error?.location == .line(3))
  }

  @Test func `Columns without names get their position`() throws {
    let table = try CSVReader.read(Array("a,,\"\"\n1,2,3\n".utf8), name: "t")
    #expect(table.columns.map(\.name) == ["a", "column_2", "column_3"])
  }

  @Test(arguments: [
    "0.1", "9007199254740993.5", "1e22", "1e23", "-1.7976931348623157e308", "5e-324", "0.000001",
    "123456789012345678901234567890.5", "2.2250738585072011e-308", "1e-400", "-0.0", "8.5e-23",
  ]) func `A number is the nearest double`(text: String) throws {
    #expect(try column([text]) == Column("c", .double([try #require(Double(text))])))
  }

  @Test func `Random doubles come back from their text`() throws {
    var generator = SeededGenerator(seed: 9)
    let values = (0..<500).map { _ in Double(bitPattern: generator.next()) }.filter(\.isFinite)
    let texts = values.map { "\($0)" }
    #expect(try column(texts) == Column("c", .double(values)))
  }

  @Test(arguments: 0..<20 as Range<UInt64>) func `Any bytes are a table or an error`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let alphabet = Array("\"\",,\r\n\n1-0.eT:Z+ab\0".utf8) + [0xEF, 0xBB, 0xBF, 0xFF, 0xC3, 0xA9]
    for _ in 0..<60 {
      let bytes = (0..<Int.random(in: 0...80, using: &generator)).map { _ in
        alphabet.randomElement(using: &generator) ?? 0
      }
      let table = try? CSVReader.read(bytes, name: "t")
      #expect(table.map { $0.columns.allSatisfy { $0.count == table?.rowCount } } ?? true)
    }
  }

  @Test func `A row of too many cells is refused`() throws {
    let error = #expect(throws: TablesError.self) {
      try CSVReader.read(Array(repeating: 0x2C, count: 30_000), name: "t")
    }
    #expect(error?.code == .tooLarge)
  }

  @Test func `An empty file is a table without columns`() throws {
    #expect(try CSVReader.read([], name: "t") == Table(name: "t", columns: []))
  }
}
