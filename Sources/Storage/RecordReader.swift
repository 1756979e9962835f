import Corpus

/// Reads one record as its bytes arrive and checks it: headers, lengths, digests.
///
/// States: collecting the two headers, passing the body on, then the closing line breaks.
struct RecordReader {
  private var collected: [UInt8] = []
  private var head: WARCHead?
  private var http: HTTPHead?
  private var isInBody = false
  private var blockBytes = 0
  private var bodyBytes = 0
  private var left = 0
  private var closing: [UInt8] = []
  private let bodyDigest = Digest()
  private let blockDigest = Digest()

  /// A record that was read to its end and agrees with itself.
  struct Result {
    let head: WARCHead
    /// Nil for a warcinfo record.
    let facts: RecordFacts?
  }

  /// Takes the next decoded bytes; `body` gets those of the body.
  mutating func push(
    _ bytes: ArraySlice<UInt8>, body: (ArraySlice<UInt8>) throws -> Void
  ) throws {
    guard !isInBody else { return try pass(bytes, body: body) }
    collected += bytes
    guard let start = try bodyStart() else {
      guard collected.count <= Limits.headerBytes else { throw Damage("the header does not end") }
      return
    }
    isInBody = true
    let rest = collected[start...]
    collected = []
    try pass(rest, body: body)
  }

  /// Parses the headers once they are complete; returns where the body starts.
  private mutating func bodyStart() throws -> Int? {
    guard let warcEnd = HeaderLines.endIndex(in: collected, from: 0) else { return nil }
    let head = try WARCHead(parsing: collected[..<warcEnd])
    guard let length = Int(try head.required("Content-Length")), length >= 0 else {
      throw Damage("Content-Length is no length")
    }
    let block = warcEnd + 4
    var start = block
    if head["Content-Type"] == WARCHead.ContentType.http {
      guard let httpEnd = HeaderLines.endIndex(in: collected, from: block) else {
        guard collected.count - block < length else { throw Damage("the HTTP header does not end") }
        return nil
      }
      http = try HTTPHead(parsing: collected[block..<httpEnd])
      start = httpEnd + 4
      guard start - block <= length else { throw Damage("the HTTP header is cut") }
    }
    self.head = head
    blockBytes = length
    bodyBytes = length - (start - block)
    left = bodyBytes
    blockDigest.update(collected[block..<start])
    return start
  }

  private mutating func pass(
    _ bytes: ArraySlice<UInt8>, body: (ArraySlice<UInt8>) throws -> Void
  ) throws {
    let part = bytes.prefix(left)
    if !part.isEmpty {
      bodyDigest.update(part)
      if head?["WARC-Block-Digest"] != nil { blockDigest.update(part) }
      try body(part)
      left -= part.count
    }
    closing += bytes.dropFirst(part.count)
    guard closing.count <= 4 else { throw Damage("bytes follow the record's end") }
  }

  /// Checks what can be known only at the end.
  mutating func finish() throws -> Result {
    guard isInBody, let head else { throw Damage("the record ends in its header") }
    guard left == 0 else { throw Damage("the record is \(left) bytes short") }
    guard closing == HeaderLines.end else { throw Damage("the record's end is not marked") }
    if let stated = head["WARC-Block-Digest"] {
      try compare(stated, blockDigest.finish(), "block")
    }
    let facts = try RecordFacts(head, http, bodyBytes: bodyBytes)
    if let facts, facts.outcome != .unchanged {
      try compare("sha256:\(Hex.text(facts.digest))", bodyDigest.finish(), "payload")
    }
    return Result(head: head, facts: facts)
  }

  private func compare(_ stated: String, _ found: [UInt8], _ what: String) throws {
    guard stated == "sha256:\(Hex.text(found))" else {
      throw Damage("the \(what) digest is not the one stated")
    }
  }
}
