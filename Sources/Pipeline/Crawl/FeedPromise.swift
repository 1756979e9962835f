import JSON

/// How new a feed said a document is, and whether an answer is that new.
///
/// PyPI promises a serial, npm a revision `N-hash`, crates.io's dump `versions-yanked-newest`: all
/// begin with a number that only grows. crates.io's news promise that one version is there.
package struct FeedPromise: Sendable {
  package enum Verdict: Sendable, Equatable {
    /// The answer is at least as new as promised, or nothing was promised.
    case kept
    /// The answer is an older copy.
    case broken
    /// "Not modified" without a version: the copy asked may itself be old.
    case unknown
  }

  private let promised: Int64?
  /// The version an index file must have; nil for promises of another kind.
  package let required: String?

  private static let requiring = "has "

  /// The promise that an index file has a version.
  package static func containing(_ version: String) -> String { requiring + version }

  /// - Parameter version: the feed's version of the document; nil when it names none.
  package init(_ version: String?) {
    let required = version.flatMap {
      $0.hasPrefix(Self.requiring) ? String($0.dropFirst(Self.requiring.count)) : nil
    }
    self.required = required
    promised = required == nil ? version.flatMap(Self.order) : nil
  }

  /// - Parameters:
  ///   - version: what the answer itself says it is; nil when it says nothing.
  ///   - versions: lines of an index file, which carries no version of its own; nil for other kinds.
  ///   - hasRequired: whether the answer's body has the version that is required.
  package func judge(
    status: Int, version: String?, versions: Int?, hasRequired: Bool = true
  ) -> Verdict {
    if required != nil {
      switch status {
      case 200: return hasRequired ? .kept : .broken
      case 304: return .unknown
      default: return .kept
      }
    }
    guard let promised else { return .kept }
    let actual = version.flatMap(Self.order)
    switch status {
    case 200:
      guard let actual = actual ?? versions.map(Int64.init) else { return .kept }
      return actual < promised ? .broken : .kept
    case 304:
      guard let actual else { return .unknown }
      return actual < promised ? .unknown : .kept
    default:
      return .kept
    }
  }

  /// `17` and `17-abc` both order as 17; nil without a leading number.
  package static func order(_ version: String) -> Int64? {
    Int64(version.prefix { $0 != "-" })
  }
}

extension FeedPromise {
  /// Different versions of an index file: two lines may be of one, which a dump counts once.
  package static func versionCount(ofIndexFile body: [UInt8]) -> Int {
    let parser = JSONParser()
    var versions: Set<String> = []
    var unreadable = 0
    JSONLines.forEachLine(of: body) { _, line in
      guard !line.isEmpty else { return }
      let version = try? parser.parse(Array(line)) { root, _ in root["vers"]?.string }
      if let version { versions.insert(version) } else { unreadable += 1 }
    }
    return versions.count + unreadable
  }
}
