package import Corpus
import JSON

/// The crates.io database dump, cut down to what facts need.
///
/// Protocols, section 3.4: tables are bound by the names in their headers; tables and columns may be
/// missing or new. The order of the tables in the archive does not matter.
package struct CratesDump: Sendable {
  /// How large a dump may be.
  package struct Limits: Sendable {
    /// Bytes of the whole archive after decompression.
    package var maximumBytes: Int64 = 256 << 30
    /// Bytes of one row.
    package var maximumRowBytes = 64 << 20
    /// Rows of all tables together that are kept.
    package var maximumRows = 100_000_000

    package init() {}
  }

  /// When the dump was made.
  package let timestamp: UTCInstant
  /// By the crate's join key.
  package let crates: [String: CrateDumpRow]
  /// Display names, sorted by their bytes.
  package let names: [String]
  /// Crates the registry took out, by their key: the newest deletion of each.
  package let deleted: [String: DeletedCrate]
  /// What was missing or had to be left out, in sentences; empty for a dump as expected.
  package let remarks: [String]

  /// Streams the archive once; throws `RegistryError` when it is damaged, too large, or lacks crates and time.
  package static func read(path: String, limits: Limits = Limits()) throws -> CratesDump {
    let archive = try DumpArchive(path: path, maximumBytes: limits.maximumBytes)
    var tables = DumpTables(maximumRows: limits.maximumRows)
    var timestamp: UTCInstant?
    while let entry = try archive.next() {
      let parts = entry.split(separator: "/")
      if parts.last == "metadata.json" {
        timestamp = try readMetadata(archive)
      } else if parts.dropLast().last == "data", let file = parts.last, file.hasSuffix(".csv") {
        try read(table: String(file.dropLast(4)), archive, into: &tables, limits)
      }
    }
    guard let timestamp else {
      throw RegistryError(.badDump, "\(path) has no metadata.json with a timestamp; fetch it again")
    }
    guard tables.hasCrates else {
      throw RegistryError(.badDump, "\(path) has no table crates with id and name; fetch it again")
    }
    return tables.dump(at: timestamp)
  }

  private static func readMetadata(_ archive: DumpArchive) throws -> UTCInstant? {
    var bytes: [UInt8] = []
    unsafe try archive.readBlocks { block in
      if bytes.count < 1 << 20 { unsafe bytes.append(contentsOf: block) }
    }
    return try? JSONParser().parse(bytes) { root, _ in
      root["timestamp"]?.string.flatMap { UTCInstant(parsing: $0) }
    }
  }

  private static func read(
    table name: String, _ archive: DumpArchive, into tables: inout DumpTables, _ limits: Limits
  ) throws {
    guard DumpTables.wanted.contains(name) || DumpTables.optional.contains(name) else { return }
    var csv = CopyCSV(maximumRowBytes: limits.maximumRowBytes)
    var hasBegun = false
    func take(_ row: CopyRow) throws {
      if hasBegun { return try tables.take(row, of: name) }
      hasBegun = true
      let columns = (0..<row.count).compactMap { column in row.text(column).map { ($0, column) } }
      tables.begin(
        table: name, columns: Dictionary(columns, uniquingKeysWith: { first, _ in first }))
    }
    unsafe try archive.readBlocks { block in unsafe try csv.feed(block, take) }
    try csv.finish(take)
  }
}
