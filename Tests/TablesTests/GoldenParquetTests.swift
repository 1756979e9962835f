import Foundation
import Tables
import Testing

/// The table that `write_tables.py` describes.
enum OutsideTable {
  static func columns(rowCount: Int) -> [Column] {
    func nullable<Value>(_ value: (Int) -> Value) -> [Value?] {
      (0..<rowCount).map { $0 % 11 == 0 ? nil : value($0) }
    }
    return [
      .optionalBools("flag", nullable { $0 % 3 == 0 }),
      .optionalInt32s("small", nullable { Int32($0 % 100 - 50) }),
      Column("large", .int64((0..<rowCount).map { Int64($0 * 1_000_003) })),
      .optionalDoubles("ratio", nullable { Double($0) / 7 }),
      .optionalStrings("name", nullable { "package-\($0 % 500)" + ($0 % 5 == 0 ? "ü" : "") }),
      .optionalTimestamps("at", nullable { Int64($0) * 86_399_123 }),
    ]
  }
}

/// Files made once with `write_tables.py FOLDER 60`: what the outside writes, without needing Python.
@Suite struct GoldenParquetTests {
  static let folder = OutsidePython.root.appendingPathComponent("Tests/OutsideReaders/Golden").path
  static let names = [
    "arrow-default-none", "arrow-plain-zstd", "arrow-v2-none", "arrow-v2-plain-none",
    "duckdb-uncompressed", "polars-uncompressed",
  ]

  @Test(arguments: names) func `A file of another writer is read`(name: String) throws {
    let table = try ParquetReader.read(path: "\(Self.folder)/\(name).parquet")
    #expect(table.columns == OutsideTable.columns(rowCount: 60))
    #expect(table.name == name)
  }

  /// Without compression no checksum stands before the decoders.
  @Test(arguments: names) func `Changed bytes never crash`(name: String) throws {
    let original = try contents("\(Self.folder)/\(name).parquet")
    var generator = SeededGenerator(seed: UInt64(original.count))
    try withTemporaryFolder { folder in
      for _ in 0..<300 {
        var mutated = original
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
          let place = Int.random(in: 0..<mutated.count, using: &generator)
          mutated[place] =
            [0, 1, 0x7F, 0x80, 0xFF, mutated[place] ^ 4, mutated[place] &+ 1]
            .randomElement(using: &generator) ?? 0
        }
        try put(mutated, at: "\(folder)/t.parquet")
        do {
          _ = try ParquetReader.read(path: "\(folder)/t.parquet")
        } catch {
          #expect(error is TablesError)
        }
      }
    }
  }
}
