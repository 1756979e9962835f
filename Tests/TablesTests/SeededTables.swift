import Foundation
import Tables

/// A small generator whose numbers are the same everywhere (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func chance(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &self) < share }
}

/// Tables made from a seed, over all types, with nulls and awkward values.
enum SeededTables {
  /// One table; with `isPlainText` its strings have no NUL, which other readers of CSV dislike.
  static func table(seed: UInt64, rowCount: Int? = nil, isPlainText: Bool = false) -> Table {
    var generator = SeededGenerator(seed: seed)
    let rows = rowCount ?? Int.random(in: 0...150, using: &generator)
    let columns = (0..<Int.random(in: 1...9, using: &generator)).map { index in
      let type = ColumnType.allCases[(index + Int(seed)) % ColumnType.allCases.count]
      return column("\(type.rawValue)_\(index)", type, rows, isPlainText, &generator)
    }
    return Table(name: "seed \(seed)", columns: columns, doc: "Made from a seed.")
  }

  private static func column(
    _ name: String, _ type: ColumnType, _ rows: Int, _ isPlainText: Bool,
    _ generator: inout SeededGenerator
  ) -> Column {
    let nullShare: Double = [0, 0.02, 0.5, 1].randomElement(using: &generator) ?? 0
    let distinct: Int = [1, 3, 40, 10_000].randomElement(using: &generator) ?? 1
    func make<Value>(_ value: (Int, inout SeededGenerator) -> Value) -> [Value?] {
      (0..<rows).map { _ in
        let pick = Int.random(in: 0..<distinct, using: &generator)
        let made = value(pick, &generator)
        return generator.chance(nullShare) ? nil : made
      }
    }
    switch type {
    case .bool:
      return .optionalBools(name, make { $0 % 2 == 0 && $1.chance(0.9) }, doc: "Yes or no.")
    case .int32: return .optionalInt32s(name, make { pick, _ in int32(pick) }, unit: "files")
    case .int64: return .optionalInt64s(name, make { pick, _ in int64(pick) }, unit: "bytes")
    case .double: return .optionalDoubles(name, make { pick, _ in double(pick) }, unit: "days")
    case .timestamp: return .optionalTimestamps(name, make { pick, _ in instant(pick) })
    case .string:
      return .optionalStrings(name, make { pick, _ in string(pick, isPlainText) }, doc: "A “name”.")
    }
  }

  private static func int32(_ pick: Int) -> Int32 {
    [Int32.min, Int32.max, 0, -1][safe: pick] ?? Int32(truncatingIfNeeded: pick &* 7919 - 50_000)
  }

  private static func int64(_ pick: Int) -> Int64 {
    [Int64.min, Int64.max, 0, -1][safe: pick] ?? Int64(pick) &* 1_000_003 - 7
  }

  private static func double(_ pick: Int) -> Double {
    let awkward = [
      0.1, -0.0, 0, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, .greatestFiniteMagnitude,
      1e-5, 1e16, 123_456_789.123,
    ]
    return awkward[safe: pick] ?? Double(pick) / 7
  }

  /// Between the years 1 and 9999.
  private static func instant(_ pick: Int) -> Int64 {
    [0, -1, 1, -62_135_596_800_000, 253_402_300_799_999][safe: pick]
      ?? 1_600_000_000_000 + Int64(pick) * 86_399_123
  }

  private static func string(_ pick: Int, _ isPlainText: Bool) -> String {
    let awkward = [
      "left-pad", "", "a,b", "say \"hi\"", "two\r\nlines", "naïve", "nai\u{308}ve", "🦀🦀", "007",
      "1e5", "true", "nan", "2024-01-02T03:04:05Z", " padded ", "x", "\u{FEFF}mark", "'single'",
      String(repeating: "long", count: 40), "\n", "NULL", "#hash", "\\N",
    ]
    let text = awkward[safe: pick] ?? "package-\(pick)"
    return isPlainText || pick % 5 != 4 ? text : text + "\0nul"
  }
}

extension Array {
  subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}

/// Runs a body with a folder that is removed afterwards.
func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("assay-tables-\(UUID().uuidString)").path
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try body(folder)
}

/// The bytes of a file.
func contents(_ path: String) throws -> [UInt8] {
  [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
}

/// Writes bytes to a file.
func put(_ bytes: [UInt8], at path: String) throws {
  try Data(bytes).write(to: URL(fileURLWithPath: path))
}
