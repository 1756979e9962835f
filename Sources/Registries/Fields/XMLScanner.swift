/// Reads XML of known shape tag by tag: journal answers and feeds of crates.
///
/// No document types, hence no entities but the five of the standard and character references: nothing
/// expands. Attributes, comments and processing instructions are passed over.
/// Source: https://www.w3.org/TR/xml/
struct XMLScanner {
  enum Event: Equatable {
    /// The element's name with its prefix, as `crates:name`.
    case open(String)
    /// Also follows `open` for an element without content.
    case close(String)
    /// Text with its references resolved; never empty.
    case text(String)
  }

  private let bytes: [UInt8]
  private var position = 0
  private var pendingClose: String?

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The next event; nil at the end. Throws `RegistryError` with the byte's offset.
  mutating func next() throws(RegistryError) -> Event? {
    if let name = pendingClose {
      pendingClose = nil
      return .close(name)
    }
    while position < bytes.count {
      if bytes[position] != UInt8(ascii: "<") {
        let text = try text()
        if !text.isEmpty { return .text(text) }
      } else if skip("<!--", until: "-->") || skip("<?", until: "?>") {
        continue
      } else if starts(with: "<![CDATA[") {
        let text = try section()
        if !text.isEmpty { return .text(text) }
      } else if starts(with: "<!") {
        throw damage("a document type, which no feed needs")
      } else {
        return try tag()
      }
    }
    return nil
  }

  private mutating func tag() throws(RegistryError) -> Event {
    guard let end = endOfTag() else { throw damage("a tag without an end") }
    let isClose = position + 1 < end && bytes[position + 1] == UInt8(ascii: "/")
    let isEmpty = !isClose && bytes[end - 1] == UInt8(ascii: "/")
    let begin = position + (isClose ? 2 : 1)
    let name = bytes[begin..<max(begin, isEmpty ? end - 1 : end)].prefix {
      !FieldText.isBlank($0) && $0 != UInt8(ascii: "/")
    }
    guard !name.isEmpty, name.count <= 256 else { throw damage("a tag without a usable name") }
    position = end + 1
    let text = String(decoding: name, as: UTF8.self)
    if isClose { return .close(text) }
    if isEmpty { pendingClose = text }
    return .open(text)
  }

  /// Where the tag's `>` is; one inside quotes does not count.
  private func endOfTag() -> Int? {
    var quote: UInt8?
    for place in bytes[position...].indices {
      let byte = bytes[place]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: ">") {
        return place
      }
    }
    return nil
  }

  private mutating func text() throws(RegistryError) -> String {
    let end = bytes[position...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
    defer { position = end }
    guard bytes[position..<end].contains(UInt8(ascii: "&")) else {
      return String(decoding: bytes[position..<end], as: UTF8.self)
    }
    var resolved: [UInt8] = []
    var place = position
    while place < end {
      guard bytes[place] == UInt8(ascii: "&") else {
        resolved.append(bytes[place])
        place += 1
        continue
      }
      let name = bytes[place + 1..<end].prefix(12)
      guard let stop = name.firstIndex(of: UInt8(ascii: ";")),
        let scalar = Self.scalar(String(decoding: bytes[place + 1..<stop], as: UTF8.self))
      else { throw damage("a reference that names no character") }
      resolved += Array(String(Character(scalar)).utf8)
      place = stop + 1
    }
    return String(decoding: resolved, as: UTF8.self)
  }

  /// The character a reference names; nil for one that is not among the standard's five.
  private static func scalar(_ name: String) -> Unicode.Scalar? {
    switch name {
    case "lt": return "<"
    case "gt": return ">"
    case "amp": return "&"
    case "quot": return "\""
    case "apos": return "'"
    case _ where name.hasPrefix("#x"):
      return UInt32(name.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init)
    case _ where name.hasPrefix("#"):
      return UInt32(name.dropFirst()).flatMap(Unicode.Scalar.init)
    default: return nil
    }
  }

  private mutating func section() throws(RegistryError) -> String {
    let begin = position + "<![CDATA[".utf8.count
    guard let end = find("]]>", from: begin) else { throw damage("a section without an end") }
    position = end + 3
    return String(decoding: bytes[begin..<end], as: UTF8.self)
  }

  private mutating func skip(_ opening: String, until closing: String) -> Bool {
    guard starts(with: opening) else { return false }
    let end = find(closing, from: position + opening.utf8.count)
    position = end.map { $0 + closing.utf8.count } ?? bytes.count
    return true
  }

  private func starts(with text: String) -> Bool { bytes[position...].starts(with: text.utf8) }

  private func find(_ text: String, from start: Int) -> Int? {
    guard let first = text.utf8.first, start <= bytes.count else { return nil }
    var place = start
    while let found = bytes[place...].firstIndex(of: first) {
      if bytes[found...].starts(with: text.utf8) { return found }
      place = found + 1
    }
    return nil
  }

  private func damage(_ reason: String) -> RegistryError {
    RegistryError(.badPage, "the feed is not readable XML: \(reason) at byte \(position)")
  }
}
