/// Builds the parts of request URLs that come from outside.
enum RequestPath {
  /// The longest name that is put into a path, in bytes.
  static let maximumNameBytes = 1024

  /// One path segment, every byte escaped that RFC 3986 does not call unreserved.
  ///
  /// Throws `unusableName` for empty, `.` and `..` segments, control characters and overlong names.
  static func segment(_ name: String, keepingAt: Bool = false) throws(RegistryError) -> String {
    let isControlled = name.utf8.contains { $0 < 0x20 || $0 == 0x7F }
    guard !name.isEmpty, name != ".", name != "..", !isControlled else {
      throw unusable(name, "its path segment is empty, a dot segment or has control characters")
    }
    guard name.utf8.count <= maximumNameBytes else {
      throw unusable(name, "it is longer than \(maximumNameBytes) bytes")
    }
    return escaped(name, keepingAt: keepingAt)
  }

  /// A query value, escaped like a segment.
  static func queryValue(_ text: String) -> String { escaped(text, keepingAt: false) }

  /// A base URL without the slashes at its end.
  static func base(_ text: String) -> String {
    var base = text[...]
    while base.hasSuffix("/") { base.removeLast() }
    return String(base)
  }

  static func unusable(_ name: String, _ reason: String) -> RegistryError {
    let shown = FieldText.cut(name, to: 80).debugDescription
    return RegistryError(
      .unusableName, "the name \(shown) cannot be requested: \(reason); skip the package")
  }

  private static func escaped(_ text: String, keepingAt: Bool) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if isUnreserved(byte) || (keepingAt && byte == 0x40) {
        bytes.append(byte)
      } else {
        bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    FieldText.isDigit(byte) || FieldText.isLetter(byte) || byte == 0x2D || byte == 0x2E
      || byte == 0x5F || byte == 0x7E
  }
}
