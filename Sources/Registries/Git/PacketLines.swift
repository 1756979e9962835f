/// One unit of git's wire protocol.
enum PacketLine: Equatable {
  case data(ArraySlice<UInt8>)
  /// `0000`: the end of a message.
  case flush
  /// `0001`: the end of a section.
  case delimiter
  /// `0002`: the end of the answer.
  case end
}

/// Cuts an answer into pkt-lines: a length in four hexadecimal digits, itself included, then the payload.
///
/// Source: https://git-scm.com/docs/gitprotocol-common#_pkt_line_format
struct PacketLines {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  /// The next line; nil at the end of the bytes.
  ///
  /// - Throws: `RegistryError(.badPage)` for a length that is none, or that reaches beyond the end.
  mutating func next() throws(RegistryError) -> PacketLine? {
    guard !rest.isEmpty else { return nil }
    let digits = rest.prefix(4)
    guard digits.count == 4, digits.allSatisfy(Self.isHexadecimal),
      let length = Int(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw RegistryError(.badPage, "git's answer has no length where one belongs") }
    switch length {
    case 0: return take(.flush)
    case 1: return take(.delimiter)
    case 2: return take(.end)
    case 4...:
      guard length <= rest.count else {
        throw RegistryError(.badPage, "git's answer ends within a line of \(length) bytes")
      }
      let payload = rest.prefix(length).dropFirst(4)
      rest = rest.dropFirst(length)
      return .data(payload)
    default: throw RegistryError(.badPage, "git's answer has a line of length \(length)")
    }
  }

  private mutating func take(_ line: PacketLine) -> PacketLine {
    rest = rest.dropFirst(4)
    return line
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
    default: false
    }
  }

  /// The text as one data line.
  static func line(_ text: String) -> [UInt8] {
    let digits = String(text.utf8.count + 4, radix: 16)
    let padding = String(repeating: "0", count: 4 - digits.utf8.count)
    return Array((padding + digits + text).utf8)
  }
}
