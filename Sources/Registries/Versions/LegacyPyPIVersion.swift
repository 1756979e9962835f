/// The ordering Python used before PEP 440, for spellings that are older than it.
///
/// Protocols, section 8.3.
enum LegacyPyPIVersion {
  private static let final = Array("*final".utf8)
  private static let finalDash = Array("*final-".utf8)
  private static let zeros = Array("00000000".utf8)

  /// The parts to compare, in order, as byte strings.
  static func parts(of text: String) -> [[UInt8]] {
    var parts: [[UInt8]] = []
    for part in pieces(of: text.utf8.map(FieldText.lowercased)) {
      let mapped = mapping(part)
      if mapped.first == UInt8(ascii: "*") {
        if mapped.lexicographicallyPrecedes(final) {
          while parts.last == finalDash { parts.removeLast() }
        }
        while parts.last == zeros { parts.removeLast() }
      }
      parts.append(mapped)
    }
    while parts.last == zeros { parts.removeLast() }
    return parts + [final]
  }

  /// Runs of digits, runs of letters, single hyphens, and everything else between them; dots are dropped.
  private static func pieces(of bytes: [UInt8]) -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    var lastClass = -1
    for byte in bytes {
      let kind = classOf(byte)
      if kind == lastClass, kind != 2 {
        pieces[pieces.count - 1].append(byte)
      } else if kind != 3 {
        pieces.append([byte])
      }
      lastClass = kind
      if kind == 3 { lastClass = -1 }
    }
    return pieces
  }

  /// 0 digit, 1 letter, 2 hyphen, 3 dot, 4 anything else.
  private static func classOf(_ byte: UInt8) -> Int {
    if FieldText.isDigit(byte) { return 0 }
    if FieldText.isLetter(byte) { return 1 }
    if byte == UInt8(ascii: "-") { return 2 }
    return byte == UInt8(ascii: ".") ? 3 : 4
  }

  private static func mapping(_ part: [UInt8]) -> [UInt8] {
    if FieldText.isDigit(part[0]) {
      return Array(repeating: 0x30, count: max(0, 8 - part.count)) + part
    }
    let spelled: [UInt8]
    switch String(decoding: part, as: UTF8.self) {
    case "pre", "preview", "rc": spelled = Array("c".utf8)
    case "dev": spelled = Array("@".utf8)
    case "-": spelled = Array("final-".utf8)
    default: spelled = part
    }
    return [UInt8(ascii: "*")] + spelled
  }
}
