package import Corpus

/// Gathers the status and the header lines of one response, within limits.
///
/// Interim answers (1xx) are dropped when the next status line comes; their lines count against the
/// limits. Lines after the blank one (trailers) are not kept.
package struct HeaderCollector {
  package private(set) var status = 0
  package private(set) var fields: [HeaderField] = []
  /// Whether the blank line after a status of 200 or above was seen.
  package private(set) var isComplete = false
  package private(set) var lines = 0
  package private(set) var bytes = 0
  let maximumLines: Int
  let maximumBytes: Int

  package init(maximumLines: Int, maximumBytes: Int) {
    self.maximumLines = maximumLines
    self.maximumBytes = maximumBytes
  }

  /// Takes one line with its end; false when the limits are passed.
  package mutating func take(_ line: some Collection<UInt8>) -> Bool {
    lines += 1
    bytes += line.count
    guard lines <= maximumLines, bytes <= maximumBytes else { return false }
    guard !isComplete else { return true }
    let text = Self.text(Self.withoutEnd(line))
    if text.hasPrefix("HTTP/") {
      start(text)
    } else if text.isEmpty {
      isComplete = status >= 200
    } else {
      append(text)
    }
    return true
  }

  private mutating func start(_ statusLine: String) {
    fields = []
    let code = statusLine.split(separator: " ", maxSplits: 2).dropFirst().first
    status = code.flatMap { Int($0) } ?? 0
  }

  private mutating func append(_ text: String) {
    if text.first == " " || text.first == "\t", !fields.isEmpty {
      fields[fields.count - 1].value += " " + Self.trimmed(text[...])
      return
    }
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return }
    let value = text[text.utf8.index(after: colon)...]
    fields.append(HeaderField(String(text[..<colon]), Self.trimmed(value)))
  }

  private static func withoutEnd(_ line: some Collection<UInt8>) -> [UInt8] {
    var bytes = Array(line)
    while let last = bytes.last, last == 0x0D || last == 0x0A { bytes.removeLast() }
    let isBreak: (UInt8) -> Bool = { $0 == 0x0D || $0 == 0x0A }
    if bytes.contains(where: isBreak) { bytes.removeAll(where: isBreak) }
    return bytes
  }

  /// UTF-8 where the bytes are such, else ISO 8859-1: no byte is lost.
  private static func text(_ bytes: [UInt8]) -> String {
    String(validating: bytes, as: UTF8.self)
      ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
  }

  private static func trimmed(_ text: Substring) -> String {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
    let bytes = text.utf8
    guard let first = bytes.firstIndex(where: { !isBlank($0) }),
      let last = bytes.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(text[first..<bytes.index(after: last)])
  }
}
