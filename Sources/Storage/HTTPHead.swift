import Corpus

/// Status line and header fields of a stored HTTP response.
///
/// Bodies are stored decoded, so fields that describe the bytes on the wire are renamed to
/// `X-Crawler-…` as other crawlers do; a reader then decodes nothing twice.
struct HTTPHead: Equatable {
  var status: Int
  var fields: [HeaderField]

  private static let wireFields = ["content-encoding", "transfer-encoding", "content-length"]

  /// Takes what a server sent and makes it safe to write as lines.
  ///
  /// `bodyBytes` nil (a revisit) leaves the wire fields as they are.
  init(status: Int, received: [HeaderField], bodyBytes: Int?) {
    self.status = status
    fields = []
    var bytes = 0
    var isLengthStale = false
    for field in received {
      guard var safe = Self.sanitised(field) else { continue }
      bytes += safe.name.utf8.count + safe.value.utf8.count + 4
      guard bytes <= Limits.httpHeaderBytes else { break }
      if let bodyBytes, Self.wireFields.contains(where: safe.isNamed), safe.value != "\(bodyBytes)"
      {
        isLengthStale = isLengthStale || safe.isNamed("content-length")
        safe.name = "X-Crawler-\(safe.name)"
      }
      fields.append(safe)
    }
    if let bodyBytes, isLengthStale { fields.append(HeaderField("Content-Length", "\(bodyBytes)")) }
  }

  /// Reads a header block without its empty line.
  init(parsing bytes: ArraySlice<UInt8>) throws(Damage) {
    let (first, fields) = try HeaderLines.parse(bytes)
    let words = first.split(separator: " ", maxSplits: 2)
    guard words.count >= 2, words[0].hasPrefix("HTTP/"), let status = Int(words[1]) else {
      throw Damage("the block does not start with an HTTP status line")
    }
    self.status = status
    self.fields = fields
  }

  /// What a later request can be made conditional with; nil where the server sent none.
  var validators: (etag: String?, lastModified: String?) {
    (fields.value("etag"), fields.value("last-modified"))
  }

  /// The header's bytes with the empty line.
  func encode() -> [UInt8] {
    let reason = Self.reasons[status].map { " \($0)" } ?? " "
    return HeaderLines.encode(first: "HTTP/1.1 \(status)\(reason)", fields)
  }

  private static let reasons = [
    200: "OK", 304: "Not Modified", 404: "Not Found", 410: "Gone",
    451: "Unavailable For Legal Reasons",
  ]

  /// The field with line breaks and NUL made spaces; nil when its name is no HTTP token.
  private static func sanitised(_ field: HeaderField) -> HeaderField? {
    let isToken: (UInt8) -> Bool = { $0 > 0x20 && $0 < 0x7F && $0 != 0x3A }
    guard !field.name.isEmpty, field.name.utf8.allSatisfy(isToken) else { return nil }
    let isControl: (UInt8) -> Bool = { $0 < 0x20 || $0 == 0x7F }
    let isClean = field.value.utf8.first != 0x20 && field.value.utf8.last != 0x20
    if isClean && !field.value.utf8.contains(where: isControl) { return field }
    var value = Array(field.value.utf8)
    if value.contains(where: isControl) { value = value.map { isControl($0) ? 0x20 : $0 } }
    while value.last == 0x20 { value.removeLast() }
    let start = value.firstIndex { $0 != 0x20 } ?? value.endIndex
    return HeaderField(field.name, String(decoding: value[start...], as: UTF8.self))
  }
}
