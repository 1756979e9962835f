import Foundation
import Testing

/// Expected numbers made by scikit-learn and scipy, read from the `Golden` folder.
enum Golden {
  static let core = load("golden-core.json")
  static let replication = load("synthetic-replication.json")
  static let audit = load("golden-audit.json")
  static let borrowing = load("golden-borrowing.json")
  static let priors = load("golden-pu.json")
  static let smoothing = load("golden-smoothing-choice.json")
  static let inverted = load("inverted-question.json")
  static let sap = load("golden-sap.json")
  static let aggregation = load("golden-aggregation.json")

  private static func load(_ name: String) -> GoldenValue {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    let file = folder.appending(path: "Golden").appending(path: name)
    do {
      return try JSONDecoder().decode(GoldenValue.self, from: Data(contentsOf: file))
    } catch {
      fatalError("\(file.path): \(error)")
    }
  }
}

/// A JSON value of a golden file; a wrong key traps with its name.
enum GoldenValue: Decodable, Sendable, CustomTestStringConvertible {
  case number(Double)
  case text(String)
  case list([GoldenValue])
  case object([String: GoldenValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let list = try? container.decode([GoldenValue].self) {
      self = .list(list)
    } else {
      self = .object(try container.decode([String: GoldenValue].self))
    }
  }

  subscript(_ key: String) -> GoldenValue {
    guard case .object(let members) = self, let value = members[key] else {
      fatalError("no golden value \(key)")
    }
    return value
  }

  var testDescription: String { String(String(describing: self).prefix(60)) }
  var members: [(String, GoldenValue)] {
    guard case .object(let members) = self else { return [] }
    return members.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
  var array: [GoldenValue] { if case .list(let list) = self { list } else { [] } }
  var double: Double {
    switch self {
    case .number(let number): number
    case .text("inf"): .infinity
    default: .nan
    }
  }
  var int: Int { Int(exactly: double) ?? .min }
  var string: String { if case .text(let text) = self { text } else { "" } }
  var doubles: [Double] { array.map(\.double) }
  var ints: [Int] { array.map(\.int) }
  var strings: [String] { array.map(\.string) }
}

/// Whether two numbers agree relative to the larger; 0 must be met within `tolerance` itself.
func agree(_ left: Double, _ right: Double, _ tolerance: Double = 1e-12) -> Bool {
  if left == right { return true }
  let scale = max(abs(left), abs(right))
  return abs(left - right) <= tolerance * (right == 0 || left == 0 ? 1 : scale)
}

func agree(_ left: [Double], _ right: [Double], _ tolerance: Double = 1e-12) -> Bool {
  left.count == right.count && zip(left, right).allSatisfy { agree($0, $1, tolerance) }
}
