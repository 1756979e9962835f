import ArgumentParser
import Foundation
import Tables

/// Writing and reading a table as Parquet, against pyarrow on one core.
struct ParquetBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "parquet", abstract: "Write and read a table, against pyarrow on one core.")

  @Option(help: "Rows of the table.")
  var rows = 1_000_000

  func run() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/assay-bench-\(getpid())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let table = SampleTable.make(rows: rows)
    let path = "\(folder)/own.parquet"
    let write = try seconds { try ParquetWriter.write(table, to: path) }
    let read = try seconds { _ = try ParquetReader.read(path: path) }
    let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Double
    let peer = Peer.figures("parquet_table.py", [path, "\(folder)/peer.parquet"])
    Peer.report(
      "parquet",
      [
        ("write_s", write), ("read_s", read), ("bytes", size),
        ("write_time_ratio", peer?["write_seconds"].map { write / $0 }),
        ("read_time_ratio", peer?["read_seconds"].map { read / $0 }),
        (
          "size_ratio",
          peer.flatMap { peer in size.flatMap { own in peer["bytes"].map { own / $0 } } }
        ),
        ("peak_mib", peakMemoryMiB()),
      ])
  }
}

/// A table shaped as the signals of a registry: many repeated values, some missing, some free numbers.
enum SampleTable {
  static func make(rows: Int) -> Table {
    var state: UInt64 = 42
    func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
    let names = (0..<rows).map { "package-\($0)" }
    let states = (0..<rows).map { _ in ["present", "absent", "not_collected"][Int(next() % 3)] }
    var columns = [Column("name", .string(names)), Column("state", .string(states))]
    for index in 0..<6 {
      let counts = (0..<rows).map { _ in Int64(next() % (index < 3 ? 50 : 1 << 20)) }
      columns.append(Column("count_\(index)", .int64(counts)))
    }
    for index in 0..<6 {
      let values = (0..<rows).map { _ in Double(next() % 100_000) / 7 }
      let validity = (0..<rows).map { _ in next() % 10 > 0 }
      columns.append(Column("value_\(index)", .double(values), validity: validity))
    }
    return Table(name: "sample", columns: columns)
  }
}
