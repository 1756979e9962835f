import Corpus
import Tables

/// Reads whole columns of a stage table by name and type.
struct TableReader {
  let table: Table

  init(_ table: Table) { self.table = table }

  /// - Throws: `PipelineError(.missingArtefact)` when the column is not there or has another type.
  func strings(_ name: String) throws -> [String] {
    guard case .string(let values) = try column(name).values else { throw wrongType(name) }
    return values
  }

  func bools(_ name: String) throws -> [Bool] {
    guard case .bool(let values) = try column(name).values else { throw wrongType(name) }
    return values
  }

  func doubles(_ name: String) throws -> [Double] {
    guard case .double(let values) = try column(name).values else { throw wrongType(name) }
    return values
  }

  func timestamps(_ name: String) throws -> [Int64] {
    guard case .timestamp(let values) = try column(name).values else { throw wrongType(name) }
    return values
  }

  func int64s(_ name: String) throws -> [Int64] {
    guard case .int64(let values) = try column(name).values else { throw wrongType(name) }
    return values
  }

  func optionalStrings(_ name: String) throws -> [String?] { try masked(name, strings(name)) }
  func optionalBools(_ name: String) throws -> [Bool?] { try masked(name, bools(name)) }
  func optionalInt64s(_ name: String) throws -> [Int64?] { try masked(name, int64s(name)) }
  func optionalDoubles(_ name: String) throws -> [Double?] { try masked(name, doubles(name)) }
  func optionalTimestamps(_ name: String) throws -> [Int64?] { try masked(name, timestamps(name)) }

  /// The states beside a value column, from `NAME_state`.
  func states(_ name: String) throws -> [SignalState] {
    let byName = Dictionary(uniqueKeysWithValues: SignalState.allCases.map { ($0.name, $0) })
    return try strings("\(name)_state").map { byName[$0] ?? .notCollected }
  }

  /// The row of a package; nil when it is not in the table.
  func row(of package: PackageID) throws -> Int? {
    let ecosystems = try strings("ecosystem")
    return try strings("name").indices { $0.utf8.elementsEqual(package.key.utf8) }.ranges
      .joined().first { ecosystems[$0] == package.ecosystem.rawValue }
  }

  private func masked<Value>(_ name: String, _ values: [Value]) throws -> [Value?] {
    guard let validity = try column(name).validity else { return values }
    return zip(values, validity).map { $1 ? $0 : nil }
  }

  private func column(_ name: String) throws -> Column {
    guard let column = table[name] else {
      throw PipelineError(
        .missingArtefact,
        "the table \(table.name) has no column \(name): it was written by another version; run `assay extract` again"
      )
    }
    return column
  }

  private func wrongType(_ name: String) -> PipelineError {
    PipelineError(
      .missingArtefact,
      "column \(name) of the table \(table.name) has another type: run `assay extract` again")
  }
}
