/// A version as PyPI orders them: PEP 440, and below all of those the legacy spellings.
///
/// Source: https://packaging.python.org/en/latest/specifications/version-specifiers/
package struct PyPIVersion: Comparable, Sendable {
  /// One part of a local version label.
  enum LocalPart: Sendable, Equatable {
    case text([UInt8])
    case number(DigitString)
  }

  /// The parts of a version that follows PEP 440.
  struct Standard: Sendable, Equatable {
    var epoch = DigitString.zero
    /// Without trailing zeros.
    var release: [DigitString] = []
    /// 0 alpha, 1 beta, 2 release candidate; nil when none.
    var preKind: Int?
    var pre = DigitString.zero
    var post: DigitString?
    var dev: DigitString?
    var local: [LocalPart] = []

    /// -1 for a development release alone, 3 for a version that is no prerelease.
    var preRank: Int { preKind ?? (post == nil && dev != nil ? -1 : 3) }
  }

  enum Form: Sendable, Equatable {
    case standard(Standard)
    /// The text parts of the old ordering.
    case legacy([[UInt8]])
  }

  let form: Form

  package init(_ text: String) {
    var scanner = PEP440Scanner(text)
    if let standard = scanner.version() {
      form = .standard(standard)
    } else {
      form = .legacy(LegacyPyPIVersion.parts(of: text))
    }
  }

  /// Whether the text follows PEP 440.
  package var isStandard: Bool { if case .standard = form { true } else { false } }

  /// Has an a, b, rc or dev part; false for legacy spellings.
  package var isPrerelease: Bool {
    guard case .standard(let version) = form else { return false }
    return version.preKind != nil || version.dev != nil
  }

  /// Whether a version text names a prerelease, without reading those that plainly do not.
  package static func isPrerelease(_ text: String) -> Bool {
    let isPlain = text.utf8.allSatisfy { FieldText.isDigit($0) || $0 == 0x2E }
    return isPlain ? false : PyPIVersion(text).isPrerelease
  }

  package static func < (left: Self, right: Self) -> Bool { compare(left, right) == .less }

  package static func == (left: Self, right: Self) -> Bool { compare(left, right) == .equal }

  static func compare(_ left: Self, _ right: Self) -> Ordering {
    switch (left.form, right.form) {
    case (.standard(let one), .standard(let other)): compare(one, other)
    case (.legacy, .standard): .less
    case (.standard, .legacy): .greater
    case (.legacy(let one), .legacy(let other)): compareLegacy(one, other)
    }
  }

  private static func compare(_ left: Standard, _ right: Standard) -> Ordering {
    Ordering(left.epoch, right.epoch)
      .then(compareReleases(left.release, right.release))
      .then(Ordering(left.preRank, right.preRank))
      .then(Ordering(left.pre, right.pre))
      .then(Ordering(left.post == nil ? 0 : 1, right.post == nil ? 0 : 1))
      .then(Ordering(left.post ?? .zero, right.post ?? .zero))
      .then(Ordering(left.dev == nil ? 1 : 0, right.dev == nil ? 1 : 0))
      .then(Ordering(left.dev ?? .zero, right.dev ?? .zero))
      .then(compareLocals(left.local, right.local))
  }

  private static func compareReleases(_ left: [DigitString], _ right: [DigitString]) -> Ordering {
    for (one, other) in zip(left, right) where one != other { return Ordering(one, other) }
    return Ordering(left.count, right.count)
  }

  private static func compareLocals(_ left: [LocalPart], _ right: [LocalPart]) -> Ordering {
    for (one, other) in zip(left, right) where one != other {
      switch (one, other) {
      case (.number(let first), .number(let second)): return Ordering(first, second)
      case (.number, .text): return .greater
      case (.text, .number): return .less
      case (.text(let first), .text(let second)):
        return first.lexicographicallyPrecedes(second) ? .less : .greater
      }
    }
    return Ordering(left.count, right.count)
  }

  private static func compareLegacy(_ left: [[UInt8]], _ right: [[UInt8]]) -> Ordering {
    for (one, other) in zip(left, right) where one != other {
      return one.lexicographicallyPrecedes(other) ? .less : .greater
    }
    return Ordering(left.count, right.count)
  }
}
