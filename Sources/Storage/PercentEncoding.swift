/// Percent-encoding of values that go into WARC header lines.
enum PercentEncoding {
  private static let hexDigits = Array("0123456789ABCDEF".utf8)

  /// Letters, digits and `-._~@/+` stay; every other byte becomes `%XX`.
  static func encode(_ text: String) -> String {
    encode(text) { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
      case 0x2D, 0x2E, 0x5F, 0x7E, 0x40, 0x2F, 0x2B: true
      default: false
      }
    }
  }

  /// A URL for a header line: only white space, controls, angle brackets and bytes past ASCII change.
  static func encodeURL(_ text: String) -> String {
    encode(text) { $0 > 0x20 && $0 < 0x7F && $0 != 0x3C && $0 != 0x3E }
  }

  private static func encode(_ text: String, keeping isKept: (UInt8) -> Bool) -> String {
    guard !text.utf8.allSatisfy(isKept) else { return text }
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if isKept(byte) {
        bytes.append(byte)
      } else {
        bytes += [0x25, hexDigits[Int(byte >> 4)], hexDigits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The text before encoding; nil when an escape is broken or the bytes are not UTF-8.
  static func decode(_ text: String) -> String? {
    guard text.utf8.contains(0x25) else { return text }
    let source = Array(text.utf8)
    var bytes: [UInt8] = []
    var position = 0
    while position < source.count {
      if source[position] != 0x25 {
        bytes.append(source[position])
        position += 1
        continue
      }
      guard position + 2 < source.count,
        let byte = Hex.bytes(String(decoding: source[position + 1...position + 2], as: UTF8.self))
      else { return nil }
      bytes += byte
      position += 3
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
