import Foundation

/// A package's identity: its registry and its normalised name.
///
/// Compared and hashed by UTF-8 bytes: two names that differ only in Unicode
/// normal form are two packages.
public struct PackageID: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
  public let ecosystem: Ecosystem
  /// The join key of the name within its registry; see `normalise`.
  public let key: String

  public init(_ ecosystem: Ecosystem, _ name: String) {
    self.ecosystem = ecosystem
    self.key = Self.normalise(name, in: ecosystem)
  }

  /// The join key of a name as its registry compares names.
  ///
  /// PyPI: lower-case, every run of `-`, `_`, `.` becomes one `-` (PEP 503).
  /// npm: the exact, case-sensitive string. crates.io: lower-case, `-` becomes `_`.
  public static func normalise(_ name: String, in ecosystem: Ecosystem) -> String {
    switch ecosystem {
    case .npm:
      return name
    case .crates:
      return String(decoding: name.utf8.map { $0 == 0x2D ? 0x5F : lowercased($0) }, as: UTF8.self)
    case .pypi:
      var bytes: [UInt8] = []
      bytes.reserveCapacity(name.utf8.count)
      for byte in name.utf8 {
        let isSeparator = byte == 0x2D || byte == 0x5F || byte == 0x2E
        if !isSeparator {
          bytes.append(lowercased(byte))
        } else if bytes.last != 0x2D {
          bytes.append(0x2D)
        }
      }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    (0x41...0x5A).contains(byte) ? byte + 0x20 : byte
  }

  /// Reads `pkg:pypi/requests`, `pkg:npm/%40scope/name` or `pkg:cargo/serde`; a version is ignored.
  ///
  /// Nil when the type is none of ours or the name is empty.
  public init?(purl: String) {
    guard purl.hasPrefix("pkg:"), let slash = purl.firstIndex(of: "/") else { return nil }
    let type = purl[purl.index(purl.startIndex, offsetBy: 4)..<slash]
    guard let ecosystem = Ecosystem.allCases.first(where: { $0.purlType == type }) else {
      return nil
    }
    var path = purl[purl.index(after: slash)...]
    for stop in ["?", "#"] {
      if let end = path.firstIndex(of: Character(stop)) { path = path[..<end] }
    }
    if let at = path.lastIndex(of: "@"), at != path.startIndex { path = path[..<at] }
    guard let name = String(path).removingPercentEncoding, !name.isEmpty else { return nil }
    self.init(ecosystem, name)
  }

  /// The package-url of the package, without a version.
  public var purl: String {
    let allowed = CharacterSet(
      charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
    let segments = key.split(separator: "/", omittingEmptySubsequences: false)
      .map { $0.addingPercentEncoding(withAllowedCharacters: allowed) ?? "" }
    return "pkg:\(ecosystem.purlType)/\(segments.joined(separator: "/"))"
  }

  public var description: String { purl }

  public static func == (left: Self, right: Self) -> Bool {
    left.ecosystem == right.ecosystem && left.key.utf8.elementsEqual(right.key.utf8)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(ecosystem)
    for byte in key.utf8 { hasher.combine(byte) }
  }

  /// Orders by ecosystem, then by the UTF-8 bytes of the key: the row order of every table.
  public static func < (left: Self, right: Self) -> Bool {
    if left.ecosystem != right.ecosystem { return left.ecosystem < right.ecosystem }
    return left.key.utf8.lexicographicallyPrecedes(right.key.utf8)
  }
}
