internal import Glibc

/// An IPv4 or IPv6 address, and whether a public server can have it.
package struct NetworkAddress: Sendable, Hashable {
  /// 4 or 16, in network order; an IPv4 address inside an IPv6 one is taken out.
  package let bytes: [UInt8]

  /// Nil unless there are 4 or 16 bytes.
  package init?(bytes: [UInt8]) {
    guard bytes.count == 4 || bytes.count == 16 else { return nil }
    self.bytes = Self.embedded(bytes) ?? bytes
  }

  /// Reads `192.0.2.1` or `[2001:db8::1]` as URLs have them; nil for a name.
  package init?(host: String) {
    guard let bytes = Self.ipv4(host) ?? Self.ipv6(host) else { return nil }
    self.init(bytes: bytes)
  }

  /// Whether it is this machine.
  package var isLoopback: Bool {
    bytes.count == 4
      ? bytes[0] == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1
  }

  /// Whether no public server has it: loopback, private, link-local, reserved.
  ///
  /// Source: https://www.iana.org/assignments/iana-ipv4-special-registry and its IPv6 sibling.
  package var isPrivate: Bool {
    if isLoopback { return true }
    if bytes.count == 4 {
      let address = bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      return Self.privateBlocks.contains { ($0.prefix ^ address) >> (32 - $0.length) == 0 }
    }
    let isUnspecified = bytes.allSatisfy { $0 == 0 }
    let isUniqueLocal = bytes[0] & 0xFE == 0xFC
    let isLinkLocal = bytes[0] == 0xFE && bytes[1] & 0x80 == 0x80
    return isUnspecified || isUniqueLocal || isLinkLocal || bytes[0] == 0xFF
  }

  /// As people write it.
  package var text: String {
    if bytes.count == 4 { return bytes.map(String.init).joined(separator: ".") }
    return stride(from: 0, to: 16, by: 2).map {
      String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16)
    }.joined(separator: ":")
  }

  private static let privateBlocks: [(prefix: UInt32, length: UInt32)] = [
    (0x0000_0000, 8), (0x0A00_0000, 8), (0x6440_0000, 10), (0x7F00_0000, 8), (0xA9FE_0000, 16),
    (0xAC10_0000, 12), (0xC000_0000, 24), (0xC0A8_0000, 16), (0xC612_0000, 15), (0xE000_0000, 3),
  ]

  /// The IPv4 address inside `::ffff:a.b.c.d` or the NAT64 address `64:ff9b::a.b.c.d`.
  ///
  /// Source: RFC 4291, section 2.5.5.2, and RFC 6052, section 2.1.
  private static func embedded(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.count == 16 else { return nil }
    let mapped = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]
    let translated = [0x00, 0x64, 0xFF, 0x9B] + [UInt8](repeating: 0, count: 8)
    let head = Array(bytes[..<12])
    return head == mapped || head == translated ? Array(bytes[12...]) : nil
  }

  private static func ipv4(_ host: String) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 4)
    return unsafe inet_pton(AF_INET, host, &bytes) == 1 ? bytes : nil
  }

  private static func ipv6(_ host: String) -> [UInt8]? {
    guard host.hasPrefix("["), host.hasSuffix("]") else { return nil }
    let text = host.dropFirst().dropLast().prefix { $0 != "%" }
    var bytes = [UInt8](repeating: 0, count: 16)
    return unsafe inet_pton(AF_INET6, String(text), &bytes) == 1 ? bytes : nil
  }
}
