/// PostgreSQL's text form of arrays: `{a,"b c",NULL}`.
///
/// Source: https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO
package enum PostgresArray {
  /// The elements, nil for NULL; nil when the text is no array. Nested arrays are not read.
  package static func elements(_ text: some Sequence<UInt8>) -> [String?]? {
    let bytes = Array(text)
    guard bytes.count >= 2, bytes.first == 0x7B, bytes.last == 0x7D else { return nil }
    var elements: [String?] = []
    var (element, wasQuoted, isQuoted, isEscaped): ([UInt8], Bool, Bool, Bool) = (
      [], false, false, false
    )
    func end() {
      let text = String(decoding: element, as: UTF8.self)
      elements.append(!wasQuoted && text.uppercased() == "NULL" ? nil : text)
      (element, wasQuoted) = ([], false)
    }
    for byte in bytes[1..<bytes.count - 1] {
      switch byte {
      case _ where isEscaped:
        element.append(byte)
        isEscaped = false
      case 0x5C: isEscaped = true
      case 0x22:
        isQuoted.toggle()
        wasQuoted = true
      case 0x2C where !isQuoted: end()
      case 0x7B where !isQuoted, 0x7D where !isQuoted: return nil
      default: element.append(byte)
      }
    }
    guard !isQuoted, !isEscaped else { return nil }
    if bytes.count > 2 { end() }
    return elements
  }
}
