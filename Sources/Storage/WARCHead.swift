import Corpus

/// The header lines of a WARC record, or of an HTTP message: name, colon, value.
enum HeaderLines {
  static let end: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]

  /// Where the empty line that ends a header block starts, as an index; nil when there is none yet.
  static func endIndex(in bytes: [UInt8], from start: Int) -> Int? {
    guard bytes.count >= start + 4 else { return nil }
    var position = start
    while position + 3 < bytes.count {
      if bytes[position + 3] != 0x0A {
        position += bytes[position + 3] == 0x0D ? 1 : 4
        continue
      }
      if bytes[position] == 0x0D, bytes[position + 1] == 0x0A, bytes[position + 2] == 0x0D {
        return position
      }
      position += 2
    }
    return nil
  }

  /// Splits a block into its first line and its fields; a line without a colon is damage.
  static func parse(_ bytes: ArraySlice<UInt8>) throws(Damage) -> (
    first: String, fields: [HeaderField]
  ) {
    var first: String?
    var fields: [HeaderField] = []
    for var line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      if line.last == 0x0D { line.removeLast() }
      guard first != nil else {
        first = String(decoding: line, as: UTF8.self)
        continue
      }
      guard let colon = line.firstIndex(of: 0x3A) else {
        throw Damage("a header line has no colon")
      }
      let name = String(decoding: line[..<colon], as: UTF8.self)
      fields.append(HeaderField(name, trimmed(line[(colon + 1)...])))
    }
    return (first ?? "", fields)
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
    let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
    let start = bytes.firstIndex { !isSpace($0) } ?? bytes.endIndex
    let end = bytes.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? start
    return String(decoding: bytes[start..<max(start, end)], as: UTF8.self)
  }

  /// The bytes of a header block with its empty line.
  static func encode(first: String, _ fields: [HeaderField]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(1024)
    bytes.append(contentsOf: first.utf8)
    for field in fields {
      bytes.append(0x0D)
      bytes.append(0x0A)
      bytes.append(contentsOf: field.name.utf8)
      bytes.append(0x3A)
      bytes.append(0x20)
      bytes.append(contentsOf: field.value.utf8)
    }
    return bytes + end
  }
}

/// The header of a WARC 1.1 record.
///
/// Source: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/
struct WARCHead {
  static let version = "WARC/1.1"

  /// The record types Assay writes.
  enum RecordType: String {
    case warcinfo, response, revisit, metadata
  }

  /// Revisit profiles of WARC 1.1, section 6.7.
  enum Profile {
    static let notModified = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
    static let sameDigest = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
  }

  /// Content types of blocks.
  enum ContentType {
    static let http = "application/http; msgtype=response"
    static let fields = "application/warc-fields"
  }

  var fields: [HeaderField]

  /// The header's bytes, `Content-Length` last.
  func encode(blockBytes: Int) -> [UInt8] {
    let length = HeaderField("Content-Length", String(blockBytes))
    return HeaderLines.encode(first: Self.version, fields + [length])
  }

  /// Reads a header block without its empty line.
  init(parsing bytes: ArraySlice<UInt8>) throws(Damage) {
    let (first, fields) = try HeaderLines.parse(bytes)
    guard first == Self.version || first == "WARC/1.0" else {
      throw Damage("no WARC record starts here")
    }
    self.fields = fields
  }

  init(fields: [HeaderField]) { self.fields = fields }

  /// A field's value; nil when it is not there.
  subscript(_ name: String) -> String? { fields.value(name) }

  /// A field's value; damage when it is not there.
  func required(_ name: String) throws(Damage) -> String {
    guard let value = self[name] else { throw Damage("the field \(name) is missing") }
    return value
  }
}
