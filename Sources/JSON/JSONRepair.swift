/// Rewrites bytes that registries send as JSON although they are not.
///
/// Inside strings: lone surrogate escapes and invalid UTF-8 become U+FFFD, raw control characters
/// become escapes. Outside: integers beyond 64 bits become doubles, numbers beyond a double become
/// strings, `NaN` and infinities become `null`, zero bytes at the end are cut off.
package enum JSONRepair {
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// The repaired document; nil when there was nothing to repair.
  package static func repaired(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    var scanner = RepairScanner(bytes: Array(bytes))
    scanner.run()
    return scanner.repairs > 0 ? scanner.output : nil
  }
}

/// One pass over a document that copies what is sound and rewrites what is not.
private struct RepairScanner {
  let bytes: [UInt8]
  var output: [UInt8] = []
  var repairs = 0
  private var position = 0

  init(bytes: [UInt8]) {
    self.bytes = bytes
    output.reserveCapacity(bytes.count + 64)
  }

  mutating func run() {
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""): string()
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): number()
      case UInt8(ascii: "N"), UInt8(ascii: "I"): notFinite()
      case 0 where bytes[position...].allSatisfy({ $0 == 0 }):
        repairs += 1
        position = bytes.count
      default: copy(1)
      }
    }
  }

  private mutating func copy(_ count: Int) {
    output.append(contentsOf: bytes[position..<position + count])
    position += count
  }

  private mutating func replace(_ count: Int, by text: String) {
    output.append(contentsOf: text.utf8)
    position += count
    repairs += 1
  }

  // MARK: Strings

  private mutating func string() {
    copy(1)
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""): return copy(1)
      case UInt8(ascii: "\\"): escape()
      case 0..<0x20: replace(1, by: Self.escaped(byte))
      case 0x20..<0x80: copy(1)
      default: scalar()
      }
    }
  }

  private mutating func escape() {
    guard let first = codeUnit(at: position) else { return copy(min(2, bytes.count - position)) }
    switch first {
    case 0xD800..<0xDC00:
      if let second = codeUnit(at: position + 6), (0xDC00..<0xE000).contains(second) {
        copy(12)
      } else {
        replace(6, by: "\\ufffd")
      }
    case 0xDC00..<0xE000: replace(6, by: "\\ufffd")
    default: copy(6)
    }
  }

  /// The value of a `\u` escape of four digits at an offset; nil when there is none.
  private func codeUnit(at offset: Int) -> UInt32? {
    guard offset + 6 <= bytes.count, bytes[offset] == UInt8(ascii: "\\"),
      bytes[offset + 1] == UInt8(ascii: "u")
    else { return nil }
    var value: UInt32 = 0
    for byte in bytes[offset + 2..<offset + 6] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      value = value << 4 | UInt32(digit)
    }
    return value
  }

  /// Copies one well-formed sequence of UTF-8, or replaces the bytes that are none.
  private mutating func scalar() {
    let length = Self.sequenceLength(bytes[position...])
    if length > 0 { copy(length) } else { replace(1, by: "\u{FFFD}") }
  }

  /// Bytes of the well-formed sequence at the front; 0 when there is none.
  ///
  /// Source: The Unicode Standard 16.0, table 3-7.
  private static func sequenceLength(_ bytes: ArraySlice<UInt8>) -> Int {
    guard let first = bytes.first else { return 0 }
    let (length, second): (Int, ClosedRange<UInt8>)
    switch first {
    case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return 0
    }
    let tail = bytes.dropFirst().prefix(length - 1)
    guard tail.count == length - 1, let next = tail.first, second.contains(next),
      tail.allSatisfy({ $0 & 0xC0 == 0x80 })
    else { return 0 }
    return length
  }

  private static func escaped(_ control: UInt8) -> String {
    let digits = String(control, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }

  // MARK: Numbers

  private mutating func number() {
    let token = bytes[position...].prefix(while: Self.belongsToNumber)
    let text = String(decoding: token, as: UTF8.self)
    if text == "-", bytes[(position + 1)...].starts(with: "Infinity".utf8) {
      return replace(9, by: "null")
    }
    let isInteger = token.allSatisfy { $0 == UInt8(ascii: "-") || Self.isDigit($0) }
    if isInteger, Int64(text) != nil || UInt64(text) != nil { return copy(token.count) }
    guard Self.isWellFormed(token), let value = Double(text) else { return copy(token.count) }
    if value.isInfinite {
      replace(token.count, by: "\"\(text)\"")
    } else if isInteger {
      replace(token.count, by: text + ".0")
    } else {
      copy(token.count)
    }
  }

  private mutating func notFinite() {
    for word in ["NaN", "Infinity"] where bytes[position...].starts(with: word.utf8) {
      return replace(word.utf8.count, by: "null")
    }
    copy(1)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  private static func belongsToNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"),
      UInt8(ascii: "E"):
      true
    default: isDigit(byte)
    }
  }

  /// Whether the token is a number as RFC 8259, section 6, has it.
  private static func isWellFormed(_ token: ArraySlice<UInt8>) -> Bool {
    var rest = token.first == UInt8(ascii: "-") ? token.dropFirst() : token
    func takeDigits() -> Int {
      let digits = rest.prefix(while: isDigit)
      rest = rest.dropFirst(digits.count)
      return digits.count
    }
    let startsWithZero = rest.first == UInt8(ascii: "0")
    let whole = takeDigits()
    guard whole > 0, !(startsWithZero && whole > 1) else { return false }
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      guard takeDigits() > 0 else { return false }
    }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest = rest.dropFirst()
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") {
        rest = rest.dropFirst()
      }
      guard takeDigits() > 0 else { return false }
    }
    return rest.isEmpty
  }
}
