internal import CCurl
internal import Glibc

/// An absolute `http` or `https` URL, read by the same parser that will use it.
///
/// Source: https://curl.se/libcurl/c/libcurl-url.html
package struct HTTPURL: Sendable, Hashable {
  package let text: String
  /// `http` or `https`.
  package let scheme: String
  /// Lower case; IPv6 addresses in brackets.
  package let host: String
  package let port: Int

  /// Nil when the text is no absolute URL of the two schemes.
  package init?(_ text: String) {
    self.init(base: nil, reference: text)
  }

  /// Resolves a `Location` against this URL; nil when the result is none of the two schemes.
  package func resolving(_ reference: String) -> HTTPURL? {
    HTTPURL(base: text, reference: reference)
  }

  /// Host, and port where it is not the scheme's own: the key of politeness.
  package var authority: String {
    port == (scheme == "https" ? 443 : 80) ? host : "\(host):\(port)"
  }

  /// Whether both name the same server.
  package func isSameOrigin(as other: HTTPURL) -> Bool {
    scheme == other.scheme && host == other.host && port == other.port
  }

  private init?(base: String?, reference: String) {
    guard !reference.utf8.contains(0), let parser = unsafe curl_url() else { return nil }
    defer { unsafe curl_url_cleanup(parser) }
    for text in [base, reference].compactMap(\.self) {
      guard unsafe curl_url_set(parser, CURLUPART_URL, text, 0) == CURLUE_OK else { return nil }
    }
    func part(_ part: CURLUPart, _ flags: Int32 = 0) -> String? {
      var value: UnsafeMutablePointer<CChar>?
      guard unsafe curl_url_get(parser, part, &value, UInt32(flags)) == CURLUE_OK,
        let value = unsafe value
      else { return nil }
      defer { unsafe curl_free(value) }
      return unsafe String(cString: value)
    }
    guard let scheme = part(CURLUPART_SCHEME)?.lowercased(), ["http", "https"].contains(scheme),
      let host = part(CURLUPART_HOST)?.lowercased(), !host.isEmpty,
      let port = part(CURLUPART_PORT, CURLU_DEFAULT_PORT).flatMap({ Int($0) }),
      let text = part(CURLUPART_URL)
    else { return nil }
    self.text = text
    self.scheme = scheme
    self.host = host
    self.port = port
  }
}

extension HTTPURL {
  /// Whether the host is this machine, by name or address.
  package var isLoopback: Bool {
    if host == "localhost" || host.hasSuffix(".localhost") { return true }
    if let address = Self.ipv4(host) { return address >> 24 == 127 }
    return Self.ipv6(host).map { Self.isLoopback($0) } ?? false
  }

  /// Whether the host is an address that no public server has: loopback, private, link-local, reserved.
  ///
  /// Source: https://www.iana.org/assignments/iana-ipv4-special-registry
  package var isPrivate: Bool {
    if isLoopback { return true }
    if let address = Self.ipv4(host) { return Self.isPrivate(address) }
    guard let bytes = Self.ipv6(host) else { return false }
    if let mapped = Self.mappedIPv4(bytes) { return Self.isPrivate(mapped) }
    let isUnspecified = bytes.allSatisfy { $0 == 0 }
    let isUniqueLocal = bytes[0] & 0xFE == 0xFC
    let isLinkLocal = bytes[0] == 0xFE && bytes[1] & 0x80 == 0x80
    return isUnspecified || isUniqueLocal || isLinkLocal || bytes[0] == 0xFF
  }

  private static func isPrivate(_ address: UInt32) -> Bool {
    let blocks: [(UInt32, UInt32)] = [
      (0x0000_0000, 8), (0x0A00_0000, 8), (0x6440_0000, 10), (0x7F00_0000, 8), (0xA9FE_0000, 16),
      (0xAC10_0000, 12), (0xC000_0000, 24), (0xC0A8_0000, 16), (0xC612_0000, 15), (0xE000_0000, 3),
    ]
    return blocks.contains { prefix, length in (address ^ prefix) >> (32 - length) == 0 }
  }

  private static func isLoopback(_ bytes: [UInt8]) -> Bool {
    if let mapped = mappedIPv4(bytes) { return mapped >> 24 == 127 }
    return bytes.dropLast().allSatisfy { $0 == 0 } && bytes[15] == 1
  }

  /// The address inside `::ffff:a.b.c.d`.
  private static func mappedIPv4(_ bytes: [UInt8]) -> UInt32? {
    guard bytes[..<10].allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF else {
      return nil
    }
    return bytes[12...].reduce(0) { $0 << 8 | UInt32($1) }
  }

  private static func ipv4(_ host: String) -> UInt32? {
    var address = in_addr()
    guard unsafe inet_pton(AF_INET, host, &address) == 1 else { return nil }
    return UInt32(bigEndian: address.s_addr)
  }

  private static func ipv6(_ host: String) -> [UInt8]? {
    guard host.hasPrefix("["), host.hasSuffix("]") else { return nil }
    let text = host.dropFirst().dropLast().prefix { $0 != "%" }
    var bytes = [UInt8](repeating: 0, count: 16)
    guard unsafe inet_pton(AF_INET6, String(text), &bytes) == 1 else { return nil }
    return bytes
  }
}
