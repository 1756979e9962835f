import Foundation
import Tables

/// What identifies a row in tables from elsewhere: name, and ecosystem, version and day as far as both have them.
struct OutsideKeys {
  private static let names = ["name", "package"]
  private static let optional = ["ecosystem", "version", "day"]

  /// The key of each row of the first table.
  let first: [String]
  /// The place of the first table's rows in the second; nil where the second has none.
  let places: [Int?]
  /// The bare names of the first table's rows.
  let packages: [String]
  /// Keys of the second table that the first does not have.
  let strangers: [String]

  /// - Throws: `PipelineError(.usage)` for a table without names, an empty name or a key twice.
  init(_ first: ElsewhereTable, _ second: ElsewhereTable) throws {
    let shared = Self.optional.filter {
      first.table[$0] != nil && second.table[$0] != nil
    }
    self.first = try Self.keys(first, shared)
    packages = try first.texts(Self.names).map { $0 ?? "" }
    let own = try Self.keys(second, shared)
    let rows = try Self.rows(own, second)
    places = self.first.map { rows[$0] }
    let known = try Self.rows(self.first, first)
    strangers = own.filter { known[$0] == nil }
  }

  /// Where each key, or its bare name, stands in a table of features; nil where it does not.
  static func places(of keys: [String], in table: ElsewhereTable) throws -> [Int?] {
    let shared = optional.filter { table.table[$0] != nil }
    let rows = try rows(Self.keys(table, shared), table)
    return keys.map { rows[$0] }
  }

  private static func keys(_ table: ElsewhereTable, _ shared: [String]) throws -> [String] {
    var keys = try table.texts(names).enumerated().map { row, name in
      guard let name, !name.isEmpty else {
        throw PipelineError(.usage, "\(table.path), row \(row + 1): the name is empty")
      }
      return name
    }
    for column in shared {
      let parts = try table.texts([column])
      for row in keys.indices { keys[row] += "\u{1F}\(parts[row] ?? "")" }
    }
    return keys
  }

  private static func rows(_ keys: [String], _ table: ElsewhereTable) throws -> [String: Int] {
    var rows: [String: Int] = [:]
    rows.reserveCapacity(keys.count)
    for (row, key) in keys.enumerated() {
      if let earlier = rows.updateValue(row, forKey: key) {
        throw PipelineError(
          .usage,
          "\(table.path), row \(row + 1): \(key.replacingOccurrences(of: "\u{1F}", with: " ")) is there twice, first in row \(earlier + 1); one row a package, or add a version column to both tables"
        )
      }
    }
    return rows
  }
}
