import Foundation
import Tables
import Testing

/// A Python with pyarrow, DuckDB and Polars, used as judge of the files written here.
enum OutsidePython {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The interpreter; nil, with a printed reason, when there is none that has the packages.
  static let path: String? = {
    let path =
      ProcessInfo.processInfo.environment["ASSAY_PYTHON"]
      ?? root.appendingPathComponent(".build/venv/bin/python").path
    let check = try? run(path, ["-c", "import pyarrow, duckdb, polars"])
    if check?.status == 0 { return path }
    print(
      "Outside readers are skipped: no Python with pyarrow, duckdb and polars at \(path); "
        + "set ASSAY_PYTHON.")
    return nil
  }()

  /// Runs a program and returns its exit status and what it printed.
  static func run(_ path: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  /// Runs one of the scripts beside the tests.
  static func script(_ name: String, _ folder: String) throws -> (status: Int32, output: String) {
    let script = root.appendingPathComponent("Tests/OutsideReaders/\(name)").path
    return try run(path ?? "", [script, folder])
  }
}

@Suite(.enabled(if: OutsidePython.path != nil)) struct OutsideReadersTests {
  @Test func `pyarrow, DuckDB and Polars read what we write`() throws {
    try withTemporaryFolder { folder in
      for seed in 0..<24 as Range<UInt64> {
        let table = SeededTables.table(seed: seed, isPlainText: true)
        try write(table, "\(folder)/seed-\(seed)", rowGroupSize: seed % 3 == 0 ? 40 : 1 << 20)
      }
      for (name, table) in Self.particular { try write(table, "\(folder)/\(name)") }
      // Without a CSV: its readers stumble over NUL.
      let text = Table(name: "t", columns: [Column("s", .string(["a\0b", "\0", "c"]))])
      try ParquetWriter.write(text, to: "\(folder)/nul.parquet")
      let result = try OutsidePython.script("read_tables.py", folder)
      #expect(result.status == 0, "\(result.output)")
      let same = result.output.split(separator: "\n").filter { $0.contains(".parquet: same, ") }
      #expect(same.count == 25 + Self.particular.count)
    }
  }

  static let particular: [(String, Table)] = [
    (
      "no-rows", Table(name: "t", columns: [Column("a", .string([])), Column("b", .timestamp([]))])
    ),
    ("one-row", Table(name: "t", columns: [Column("a", .bool([true])), Column("b", .int32([7]))])),
    (
      "no-numbers",
      Table(
        name: "t",
        columns: [Column("a", .double([.nan, .nan])), Column("b", .bool([true, false]))])
    ),
    (
      "zeros",
      Table(
        name: "t", columns: [Column("a", .double([0, 0])), Column("b", .double([-0.0, .nan]))])
    ),
    (
      "long-text",
      Table(
        name: "t",
        columns: [
          Column("a", .string([String(repeating: "é", count: 33), "b"])),
          Column("b", .string([String(repeating: "z", count: 64), "b"])),
        ])
    ),
    (
      "several-pages",
      Table(
        name: "t",
        columns: [
          Column("n", .int64((0..<140_000).map { $0 &* 0x5851_F42D_4C95_7F2D })),
          Column("k", .int64((0..<140_000).map { $0 / 1000 })),
        ])
    ),
  ]

  private func write(_ table: Table, _ path: String, rowGroupSize: Int = 1 << 20) throws {
    try ParquetWriter.write(table, to: "\(path).parquet", rowGroupSize: rowGroupSize)
    try CSVWriter.write(table, to: "\(path).csv")
  }

  @Test func `What pyarrow, DuckDB and Polars write is read`() throws {
    try withTemporaryFolder { folder in
      let result = try OutsidePython.script("write_tables.py", folder)
      #expect(result.status == 0, "\(result.output)")
      let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(names.count == 38)
      for name in names {
        let path = "\(folder)/\(name)"
        if name.hasPrefix("refused") {
          let error = #expect(throws: TablesError.self, "\(name)") {
            try ParquetReader.read(path: path)
          }
          #expect(error?.code == .unsupported, "\(name): \(error?.description ?? "")")
        } else {
          let table = try ParquetReader.read(path: path)
          #expect(table.columns == OutsideTable.columns(rowCount: 3000), "\(name)")
        }
      }
    }
  }
}
