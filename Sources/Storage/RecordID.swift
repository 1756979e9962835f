/// A WARC record's identifier: the ecosystem's own prefix, then segment and sequence number.
///
/// A version 8 UUID (RFC 9562): deterministic, unique in the corpus, and all but six bytes of
/// it are the same in every record, so that a dictionary can take them in.
struct RecordID: Hashable {
  /// The first ten bytes of the UUID.
  let prefix: [UInt8]
  let segment: Int
  /// The record's place in its segment; the warcinfo record is 0.
  let sequence: Int

  static let maximumNumber = 0xFF_FFFF

  init(prefix: [UInt8], segment: Int, sequence: Int) {
    precondition(prefix.count == 10, "a prefix of \(prefix.count) bytes")
    self.prefix = prefix
    self.segment = segment
    self.sequence = sequence
  }

  /// A prefix from the SHA-256 of a seed text, with the version and variant bits set.
  static func prefix(seed: String) -> [UInt8] {
    var bytes = Array(Digest.sha256(Array(seed.utf8)).prefix(10))
    bytes[6] = bytes[6] & 0x0F | 0x80
    bytes[8] = bytes[8] & 0x3F | 0x80
    return bytes
  }

  /// `<urn:uuid:…>`.
  var text: String {
    let tail = [segment >> 16, segment >> 8, segment, sequence >> 16, sequence >> 8, sequence]
    let bytes = prefix + tail.map { UInt8(truncatingIfNeeded: $0) }
    let parts = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { Hex.text(bytes[$0]) }
    return "<urn:uuid:\(parts[0])-\(parts[1])-\(parts[2])-\(parts[3])-\(parts[4])>"
  }

  /// Reads what `text` writes; nil for other identifiers.
  init?(_ text: String) {
    guard text.hasPrefix("<urn:uuid:"), text.hasSuffix(">") else { return nil }
    let digits = text.dropFirst(10).dropLast().filter { $0 != "-" }
    guard let bytes = Hex.bytes(digits), bytes.count == 16 else { return nil }
    let numbers = bytes[10...].map { Int($0) }
    prefix = Array(bytes[..<10])
    segment = numbers[0] << 16 | numbers[1] << 8 | numbers[2]
    sequence = numbers[3] << 16 | numbers[4] << 8 | numbers[5]
  }
}
