/// A JSON value to write; objects keep the order they are written in.
enum JSONNode: Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  case text(String)
  case list([JSONNode])
  case object([(String, JSONNode)])
  /// Text that is already JSON, or wrong on purpose.
  case raw(String)

  /// The value as UTF-8 bytes without white space.
  func bytes() -> [UInt8] {
    var output: [UInt8] = []
    write(to: &output)
    return output
  }

  /// Appends the value as UTF-8 bytes.
  func write(to output: inout [UInt8]) {
    switch self {
    case .null: output.append(contentsOf: "null".utf8)
    case .bool(let value): output.append(contentsOf: (value ? "true" : "false").utf8)
    case .int(let value): output.append(contentsOf: String(value).utf8)
    case .text(let value): Self.write(value, to: &output)
    case .raw(let value): output.append(contentsOf: value.utf8)
    case .list(let values): Self.write(values, to: &output)
    case .object(let members): Self.write(members, to: &output)
    }
  }

  private static func write(_ values: [JSONNode], to output: inout [UInt8]) {
    output.append(0x5B)
    for (index, value) in values.enumerated() {
      if index > 0 { output.append(0x2C) }
      value.write(to: &output)
    }
    output.append(0x5D)
  }

  private static func write(_ members: [(String, JSONNode)], to output: inout [UInt8]) {
    output.append(0x7B)
    for (index, member) in members.enumerated() {
      if index > 0 { output.append(0x2C) }
      write(member.0, to: &output)
      output.append(0x3A)
      member.1.write(to: &output)
    }
    output.append(0x7D)
  }

  private static func write(_ text: String, to output: inout [UInt8]) {
    output.append(0x22)
    if text.utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) {
      for byte in text.utf8 { escape(byte, to: &output) }
    } else {
      output.append(contentsOf: text.utf8)
    }
    output.append(0x22)
  }

  private static func escape(_ byte: UInt8, to output: inout [UInt8]) {
    switch byte {
    case 0x22, 0x5C: output.append(contentsOf: [0x5C, byte])
    case 0x0A: output.append(contentsOf: [0x5C, 0x6E])
    case 0..<0x20:
      let digits = String(byte, radix: 16)
      output.append(contentsOf: "\\u00\(digits.utf8.count == 1 ? "0" : "")\(digits)".utf8)
    default: output.append(byte)
    }
  }

  /// Text, or null when there is none.
  static func optional(_ text: String?) -> JSONNode { text.map { .text($0) } ?? .null }

  /// A list of texts.
  static func texts(_ values: [String]) -> JSONNode { .list(values.map { .text($0) }) }
}

extension JSONNode: ExpressibleByStringInterpolation, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  init(stringLiteral value: String) { self = .text(value) }
  init(booleanLiteral value: Bool) { self = .bool(value) }
  init(integerLiteral value: Int64) { self = .int(value) }
  init(arrayLiteral elements: JSONNode...) { self = .list(elements) }
  init(dictionaryLiteral elements: (String, JSONNode)...) { self = .object(elements) }
}
