import Foundation
import Tables
import Testing

@Suite struct AtomicWriteTests {
  let table = Table(name: "t", columns: [Column("a", .int64([1, 2]))])

  @Test func `A finished write leaves the file alone in its folder`() throws {
    try withTemporaryFolder { folder in
      try ParquetWriter.write(table, to: "\(folder)/t.parquet")
      try CSVWriter.write(table, to: "\(folder)/t.csv")
      try CSVWriter.write(table, to: "\(folder)/t.csv")
      let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(names == ["t.csv", "t.parquet"])
    }
  }

  @Test func `A missing folder is named with a remedy`() throws {
    try withTemporaryFolder { folder in
      let error = #expect(throws: TablesError.self) {
        try ParquetWriter.write(table, to: "\(folder)/none/t.parquet")
      }
      #expect(error?.code == .cannotWrite)
      #expect(error?.path == "\(folder)/none/t.parquet")
      #expect(error?.description.contains("create the folder first") == true)
    }
  }

  @Test func `A target that cannot be replaced leaves nothing behind`() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/t.csv"
      try FileManager.default.createDirectory(
        atPath: "\(path)/full", withIntermediateDirectories: true)
      #expect(throws: TablesError.self) { try CSVWriter.write(table, to: path) }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["t.csv"])
    }
  }

  @Test(arguments: ["/dev/full", "/tmp", "/nowhere/t.parquet"])
  func `Only regular files are read`(path: String) {
    let error = #expect(throws: TablesError.self) { try ParquetReader.read(path: path) }
    #expect(error?.code == .cannotOpen)
    #expect(throws: TablesError.self) { try CSVReader.read(path: path) }
  }
}
