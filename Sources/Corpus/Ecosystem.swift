/// A package registry that Assay crawls.
public enum Ecosystem: String, CaseIterable, Codable, Sendable, Comparable {
  case pypi
  case npm
  case crates

  /// The package-url type, as in `pkg:cargo/serde`.
  ///
  /// Source: https://github.com/package-url/purl-spec
  public var purlType: String { self == .crates ? "cargo" : rawValue }

  /// The name OSV documents use in `affected[].package.ecosystem`.
  public var osvName: String {
    switch self {
    case .pypi: "PyPI"
    case .npm: "npm"
    case .crates: "crates.io"
    }
  }

  public init?(osvName: String) {
    guard let match = Self.allCases.first(where: { $0.osvName == osvName }) else { return nil }
    self = match
  }

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
