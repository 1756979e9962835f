/// Tests and cuts on the text of single fields, by bytes.
enum FieldText {
  /// The most bytes of a string that facts keep.
  static let maximumBytes = 65_536

  /// The text without surrounding white space and NUL or BOM; nil when nothing is left.
  static func trimmed(_ text: String) -> String? {
    let bytes = text.utf8
    guard let first = bytes.firstIndex(where: { !isBlank($0) }),
      let last = bytes.lastIndex(where: { !isBlank($0) })
    else { return nil }
    if first == bytes.startIndex, bytes.index(after: last) == bytes.endIndex { return text }
    return String(text[first...last])
  }

  /// The text cut to a number of bytes, never inside a character's encoding.
  static func cut(_ text: String, to limit: Int = maximumBytes) -> String {
    guard text.utf8.count > limit else { return text }
    var end = text.utf8.index(text.utf8.startIndex, offsetBy: limit)
    while end > text.utf8.startIndex, text.utf8[end] & 0xC0 == 0x80 {
      end = text.utf8.index(before: end)
    }
    return String(text[..<end])
  }

  /// Whether the text starts with `http://` or `https://` and a host with a dot, and has no white space.
  static func isWebAddress(_ text: String) -> Bool {
    let head = text.utf8.prefix(8).map(lowercased)
    guard let scheme = ["http://", "https://"].first(where: { head.starts(with: $0.utf8) }) else {
      return false
    }
    let host = text.utf8.dropFirst(scheme.utf8.count).prefix {
      $0 != 0x2F && $0 != 0x3A && $0 != 0x3F && $0 != 0x23
    }
    return host.dropFirst().contains(0x2E) && text.utf8.allSatisfy { !isBlank($0) && $0 != 0x7F }
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte <= 0x20 }

  static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  static func isLetter(_ byte: UInt8) -> Bool {
    let folded = byte | 0x20
    return folded >= 0x61 && folded <= 0x7A
  }

  static func lowercased(_ byte: UInt8) -> UInt8 {
    byte >= 0x41 && byte <= 0x5A ? byte + 0x20 : byte
  }

  /// ASCII lower case; other bytes stay.
  static func lowercased(_ text: some StringProtocol) -> String {
    String(decoding: text.utf8.map(lowercased), as: UTF8.self)
  }
}
