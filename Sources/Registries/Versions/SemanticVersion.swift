/// A version as npm and crates.io order them.
///
/// Source: https://semver.org/spec/v2.0.0.html, with the loose spellings npm accepts.
package struct SemanticVersion: Comparable, Hashable, Sendable {
  /// One dot-separated part after the hyphen.
  enum Identifier: Hashable, Sendable {
    case number([UInt8])
    case text([UInt8])
  }

  package let major: UInt64
  package let minor: UInt64
  package let patch: UInt64
  let prerelease: [Identifier]
  /// Ignored by precedence; kept as a stable tie-break.
  let build: [UInt8]

  /// The largest component npm accepts: 2^53 - 1.
  static let maximumComponent: UInt64 = 9_007_199_254_740_991
  /// The longest text npm accepts, in bytes.
  static let maximumLength = 256

  /// Reads the strict form, or else the loose one; nil when the text is neither.
  package init?(_ text: String) {
    guard text.utf8.count <= Self.maximumLength else { return nil }
    var scanner = SemanticScanner(text, isLoose: false)
    if let strict = scanner.version() {
      self = strict
      return
    }
    scanner = SemanticScanner(text, isLoose: true)
    guard let loose = scanner.version() else { return nil }
    self = loose
  }

  /// Reads the strict form only; nil for everything else.
  package init?(strict text: String) {
    guard text.utf8.count <= Self.maximumLength else { return nil }
    var scanner = SemanticScanner(text, isLoose: false)
    guard let version = scanner.version() else { return nil }
    self = version
  }

  init(
    major: UInt64, minor: UInt64, patch: UInt64, prerelease: [Identifier], build: [UInt8]
  ) {
    self.major = major
    self.minor = minor
    self.patch = patch
    self.prerelease = prerelease
    self.build = build
  }

  /// `0.0.1-security` and `0.0.1-security.N`: what npm leaves after a take-down.
  var isSecurityPlaceholder: Bool {
    guard case .text(let first) = prerelease.first else { return false }
    return first == Array("security".utf8) && prerelease.count <= 2
  }

  package var isPrerelease: Bool { !prerelease.isEmpty }

  /// Whether a version text names a prerelease; false for texts that are no version.
  package static func isPrerelease(_ text: String) -> Bool {
    // Without a hyphen only the loose form, with its letter after the digits, can be one.
    let isPlain = text.utf8.allSatisfy { FieldText.isDigit($0) || $0 == 0x2E }
    return isPlain ? false : SemanticVersion(text)?.isPrerelease ?? false
  }

  package static func < (left: Self, right: Self) -> Bool {
    if left.major != right.major { return left.major < right.major }
    if left.minor != right.minor { return left.minor < right.minor }
    if left.patch != right.patch { return left.patch < right.patch }
    switch comparePrerelease(left.prerelease, right.prerelease) {
    case .less: return true
    case .greater: return false
    case .equal: return left.build.lexicographicallyPrecedes(right.build)
    }
  }

  private static func comparePrerelease(_ left: [Identifier], _ right: [Identifier]) -> Ordering {
    if left.isEmpty || right.isEmpty {
      return left.isEmpty == right.isEmpty ? .equal : (left.isEmpty ? .greater : .less)
    }
    for (one, other) in zip(left, right) where one != other { return compare(one, other) }
    return Ordering(left.count, right.count)
  }

  private static func compare(_ left: Identifier, _ right: Identifier) -> Ordering {
    switch (left, right) {
    case (.number(let one), .number(let other)):
      Ordering(DigitString(one), DigitString(other))
    case (.number, .text): .less
    case (.text, .number): .greater
    case (.text(let one), .text(let other)):
      one == other ? .equal : (one.lexicographicallyPrecedes(other) ? .less : .greater)
    }
  }
}

/// Reads one semantic version from ASCII bytes.
private struct SemanticScanner {
  let bytes: [UInt8]
  let isLoose: Bool
  var position = 0

  init(_ text: String, isLoose: Bool) {
    let bytes = Array(text.utf8)
    self.isLoose = isLoose
    guard isLoose else {
      self.bytes = bytes
      return
    }
    let start = bytes.firstIndex { !FieldText.isBlank($0) } ?? bytes.count
    let end = (bytes.lastIndex { !FieldText.isBlank($0) } ?? -1) + 1
    self.bytes = start < end ? Array(bytes[start..<end]) : []
  }

  mutating func version() -> SemanticVersion? {
    if isLoose { skipPrefix() }
    guard let major = component(), take(0x2E), let minor = component(), take(0x2E),
      let patch = component()
    else { return nil }
    var prerelease: [SemanticVersion.Identifier] = []
    let hasHyphen = take(0x2D)
    if hasHyphen || (isLoose && position < bytes.count && bytes[position] != 0x2B) {
      guard let identifiers = identifiers() else { return nil }
      prerelease = identifiers
    }
    var build: [UInt8] = []
    if take(0x2B) {
      build = Array(bytes[position...])
      guard !build.isEmpty, isBuild(build) else { return nil }
      position = bytes.count
    }
    guard position == bytes.count else { return nil }
    return SemanticVersion(
      major: major, minor: minor, patch: patch, prerelease: prerelease, build: build)
  }

  private mutating func skipPrefix() {
    while position < bytes.count,
      bytes[position] == 0x3D || bytes[position] | 0x20 == 0x76
        || FieldText.isBlank(bytes[position])
    { position += 1 }
  }

  private mutating func component() -> UInt64? {
    let start = position
    var value: UInt64 = 0
    while position < bytes.count, FieldText.isDigit(bytes[position]) {
      guard value <= SemanticVersion.maximumComponent / 10 else { return nil }
      value = value * 10 + UInt64(bytes[position] - 0x30)
      position += 1
    }
    let length = position - start
    guard length > 0, value <= SemanticVersion.maximumComponent else { return nil }
    return isLoose || length == 1 || bytes[start] != 0x30 ? value : nil
  }

  private mutating func identifiers() -> [SemanticVersion.Identifier]? {
    var found: [SemanticVersion.Identifier] = []
    repeat {
      let start = position
      while position < bytes.count, isIdentifier(bytes[position]) { position += 1 }
      guard position > start else { return nil }
      let part = Array(bytes[start..<position])
      let isNumber = part.allSatisfy(FieldText.isDigit)
      guard isLoose || !isNumber || part.count == 1 || part[0] != 0x30 else { return nil }
      found.append(isNumber ? .number(Array(part.drop { $0 == 0x30 })) : .text(part))
    } while take(0x2E)
    return found
  }

  private func isBuild(_ build: [UInt8]) -> Bool {
    build.split(separator: 0x2E, omittingEmptySubsequences: false)
      .allSatisfy { !$0.isEmpty && $0.allSatisfy(isIdentifier) }
  }

  private func isIdentifier(_ byte: UInt8) -> Bool {
    FieldText.isDigit(byte) || FieldText.isLetter(byte) || byte == 0x2D
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }
}
