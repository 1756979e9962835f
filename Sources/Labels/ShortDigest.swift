import CCrypto

/// Names for bytes: enough of their SHA-256 to tell one from another, not to prove anything.
enum ShortDigest {
  /// The first 16 hex digits.
  static func of(_ bytes: [UInt8]) -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    _ = unsafe SHA256(bytes, bytes.count, &digest)
    let hex = Array("0123456789abcdef".utf8)
    let digits = digest.prefix(8).flatMap { [hex[Int($0 >> 4)], hex[Int($0 & 15)]] }
    return String(decoding: digits, as: UTF8.self)
  }
}
