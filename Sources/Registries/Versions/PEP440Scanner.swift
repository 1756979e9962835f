/// Reads one PEP 440 version from bytes, in its normal and its tolerated spellings.
struct PEP440Scanner {
  private static let preSpellings: [(spelling: StaticString, kind: Int)] = [
    ("preview", 2), ("alpha", 0), ("beta", 1), ("pre", 2), ("rc", 2), ("a", 0), ("b", 1), ("c", 2),
  ]
  private static let postSpellings: [StaticString] = ["post", "rev", "r"]

  /// Lower-case, without surrounding white space.
  private let bytes: [UInt8]
  private var position = 0

  init(_ text: String) {
    let all = text.utf8.map(FieldText.lowercased)
    let start = all.firstIndex { !FieldText.isBlank($0) } ?? all.count
    let end = (all.lastIndex { !FieldText.isBlank($0) } ?? -1) + 1
    bytes = start < end ? Array(all[start..<end]) : []
  }

  /// The version; nil when the text does not follow the grammar.
  mutating func version() -> PyPIVersion.Standard? {
    var version = PyPIVersion.Standard()
    _ = take(UInt8(ascii: "v"))
    guard let first = number() else { return nil }
    if take(UInt8(ascii: "!")) {
      version.epoch = first
      guard let release = number() else { return nil }
      version.release = [release]
    } else {
      version.release = [first]
    }
    while let next = attempt({ $0.take(UInt8(ascii: ".")) ? $0.number() : nil }) {
      version.release.append(next)
    }
    while version.release.last?.isZero == true { version.release.removeLast() }
    if position == bytes.count { return version }
    if let pre = attempt({ $0.prerelease() }) { (version.preKind, version.pre) = pre }
    version.post = attempt { $0.post() }
    version.dev = attempt { $0.dev() }
    if take(UInt8(ascii: "+")) {
      guard let local = local() else { return nil }
      version.local = local
    }
    return position == bytes.count ? version : nil
  }

  private mutating func prerelease() -> (Int?, DigitString)? {
    skipSeparator()
    for (spelling, kind) in Self.preSpellings where take(spelling) {
      return (kind, trailingNumber())
    }
    return nil
  }

  private mutating func post() -> DigitString? {
    if let implicit = attempt({ $0.take(UInt8(ascii: "-")) ? $0.number() : nil }) {
      return implicit
    }
    skipSeparator()
    for spelling in Self.postSpellings where take(spelling) { return trailingNumber() }
    return nil
  }

  private mutating func dev() -> DigitString? {
    skipSeparator()
    return take("dev") ? trailingNumber() : nil
  }

  private mutating func local() -> [PyPIVersion.LocalPart]? {
    var parts: [PyPIVersion.LocalPart] = []
    repeat {
      let start = position
      while position < bytes.count,
        FieldText.isDigit(bytes[position]) || FieldText.isLetter(bytes[position])
      { position += 1 }
      guard position > start else { return nil }
      let part = bytes[start..<position]
      let isNumber = part.allSatisfy(FieldText.isDigit)
      parts.append(isNumber ? .number(DigitString(part)) : .text(Array(part)))
    } while takeSeparator()
    return parts
  }

  /// The number behind an optional separator; zero when there is none.
  private mutating func trailingNumber() -> DigitString {
    skipSeparator()
    return number() ?? .zero
  }

  private mutating func number() -> DigitString? {
    let start = position
    while position < bytes.count, FieldText.isDigit(bytes[position]) { position += 1 }
    return position > start ? DigitString(bytes[start..<position]) : nil
  }

  private mutating func skipSeparator() { _ = takeSeparator() }

  private mutating func takeSeparator() -> Bool {
    take(UInt8(ascii: ".")) || take(UInt8(ascii: "-")) || take(UInt8(ascii: "_"))
  }

  /// Runs a step and goes back to where it started when it gives nil.
  private mutating func attempt<Result>(_ step: (inout Self) -> Result?) -> Result? {
    let start = position
    guard let result = step(&self) else {
      position = start
      return nil
    }
    return result
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func take(_ word: StaticString) -> Bool {
    let length = word.utf8CodeUnitCount
    guard position + length <= bytes.count else { return false }
    let isThere = word.withUTF8Buffer { spelled in
      for index in 0..<length where unsafe bytes[position + index] != spelled[index] {
        return false
      }
      return true
    }
    if isThere { position += length }
    return isThere
  }
}
