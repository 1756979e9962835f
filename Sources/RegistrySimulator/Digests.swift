import CCrypto

/// Digests of bytes, by libcrypto.
enum Digests {
  enum Algorithm {
    case md5, sha1, sha256, sha512
  }

  /// The digest of some bytes.
  ///
  /// Source: https://docs.openssl.org/3.0/man3/EVP_DigestInit/#EVP_Digest
  static func digest(_ bytes: [UInt8], _ algorithm: Algorithm) -> [UInt8] {
    let method =
      switch algorithm {
      case .md5: unsafe EVP_md5()
      case .sha1: unsafe EVP_sha1()
      case .sha256: unsafe EVP_sha256()
      case .sha512: unsafe EVP_sha512()
      }
    var output = [UInt8](repeating: 0, count: 64)
    var count: UInt32 = 0
    let status = unsafe EVP_Digest(bytes, bytes.count, &output, &count, method, nil)
    precondition(status == 1, "libcrypto refused a digest of \(bytes.count) bytes")
    return Array(output.prefix(Int(count)))
  }

  /// The digest as lower-case hexadecimal digits.
  static func hex(_ bytes: [UInt8], _ algorithm: Algorithm) -> String {
    hex(digest(bytes, algorithm))
  }

  /// A number as eight bytes, most significant first.
  static func bytes(_ number: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - $0 * 8)) }
  }

  /// Bytes as lower-case hexadecimal digits.
  static func hex(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }
}
