package import Corpus

/// How a tag names a version of a package: the lower, the plainer.
package enum TagRule: Int, Sendable, Comparable, CaseIterable {
  /// `v1.2.3` or `1.2.3`.
  case bare = 1
  /// `name@1.2.3`, `name-v1.2.3`, `@scope/name@1.2.3`.
  case named
  /// `release-1.2.3`, `REL_1_2_3`, `v/1.2.3`.
  case worded
  /// `crates/name/v1.2.3`.
  case folder

  /// Whether the tag says which package it is for, as in a repository of many packages.
  package var isQualified: Bool { self == .named || self == .folder }

  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// Reads which version of one package a tag stands for.
///
/// Source: scoring method, section 7.1.
package struct TagNames: Sendable {
  private static let words = ["release", "version", "rel", "ver", "r", "v"].map { Array($0.utf8) }

  /// The package's names as they may stand in a tag, folded, without a leading `@`.
  private let names: [[UInt8]]
  private let canonical: @Sendable (String) -> String

  /// Prepares the names of one package.
  ///
  /// - parameter canonical: the spelling all spellings of one version share, by the registry's rules.
  package init(_ package: PackageID, canonical: @escaping @Sendable (String) -> String) {
    let full = Self.folded(Array(package.key.utf8.drop { $0 == UInt8(ascii: "@") }))
    let unscoped = Self.folded(Array(PackageNames.unscoped(package).utf8))
    names = full == unscoped ? [full] : [full, unscoped]
    self.canonical = canonical
  }

  /// The canonical version a tag stands for and the rule that read it; nil when it names none of this package.
  package func match(_ tag: String) -> (version: String, rule: TagRule)? {
    var bytes = Array(tag.utf8)
    if tag.hasPrefix("refs/tags/") { bytes.removeFirst("refs/tags/".utf8.count) }
    if tag.hasSuffix("^{}") { bytes.removeLast("^{}".utf8.count) }
    guard bytes.count <= 256 else { return nil }
    if let version = afterName(bytes) { return (canonical(version), .named) }
    if let version = Self.version(bytes[...]) { return (canonical(version), .bare) }
    if let version = Self.afterWord(bytes) { return (canonical(version), .worded) }
    if let version = inFolder(bytes) { return (canonical(version), .folder) }
    return nil
  }

  private func afterName(_ tag: [UInt8]) -> String? {
    let tag = tag.drop { $0 == UInt8(ascii: "@") }
    let folded = Self.folded(Array(tag))
    for name in names where folded.count > name.count + 1 && folded.starts(with: name) {
      let separator = tag[tag.startIndex + name.count]
      guard separator == UInt8(ascii: "@") || Self.isSeparator(separator) else { continue }
      if let version = Self.version(tag[(tag.startIndex + name.count + 1)...]) { return version }
    }
    return nil
  }

  private func inFolder(_ tag: [UInt8]) -> String? {
    let parts = tag.split(separator: UInt8(ascii: "/"))
    guard parts.count >= 3, let version = Self.version(parts[parts.count - 1]) else { return nil }
    let folder = Self.folded(Array(parts[parts.count - 2]))
    return names.contains(folder) ? version : nil
  }

  private static func afterWord(_ tag: [UInt8]) -> String? {
    let lower = tag.map(lowercased)
    for word in words where lower.starts(with: word) {
      let rest = tag[word.count...]
      let separated = rest.first.map(isSeparator) == true ? rest.dropFirst() : rest
      if let version = version(separated) { return version }
    }
    return nil
  }

  /// `v?` and a version, which starts with a digit; underscores stand for dots where there are none.
  private static func version(_ bytes: ArraySlice<UInt8>) -> String? {
    let isPrefixed = bytes.first.map(lowercased) == UInt8(ascii: "v")
    let version = isPrefixed ? bytes.dropFirst() : bytes
    guard let first = version.first, isDigit(first), version.allSatisfy(isVersionByte) else {
      return nil
    }
    let hasDot = version.contains(UInt8(ascii: "."))
    let dotted = version.map { !hasDot && $0 == UInt8(ascii: "_") ? UInt8(ascii: ".") : $0 }
    return String(decoding: dotted, as: UTF8.self)
  }

  private static func folded(_ name: [UInt8]) -> [UInt8] {
    name.map { isSeparator($0) ? UInt8(ascii: "-") : lowercased($0) }
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    (0x41...0x5A).contains(byte) ? byte + 0x20 : byte
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
      || byte == UInt8(ascii: "/")
  }

  private static func isVersionByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "."), UInt8(ascii: "-"),
      UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "!"):
      true
    default: false
    }
  }
}
