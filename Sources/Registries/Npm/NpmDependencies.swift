import Corpus
import JSON

/// The dependencies of one manifest.
enum NpmDependencies {
  private static let families: [(field: String, kind: Dependency.Kind)] = [
    ("optionalDependencies", .optional), ("dependencies", .runtime), ("peerDependencies", .peer),
    ("devDependencies", .development),
  ]
  private static let urlPrefixes = [
    "git+", "git:", "git@", "file:", "link:", "portal:", "workspace:", "http:", "https:", "github:",
    "gitlab:", "bitbucket:", "gist:", "./", "../", "/", "~/",
  ]

  /// All families; entries that are no text are skipped, optional ones are not runtime ones as well.
  static func read(_ manifest: JSONValue) -> [Dependency] {
    var list = DependencyList()
    var optional: Set<ByteKey> = []
    for (field, kind) in families {
      manifest[field]?.forEachMember { name, value in
        guard let requirement = value.string else { return }
        if kind == .runtime, optional.contains(ByteKey(name)) { return }
        if kind == .optional, optional.count < DependencyList.maximumCount {
          optional.insert(ByteKey(name))
        }
        insert(name, kind, requirement, into: &list)
      }
    }
    return list.sorted
  }

  private static func insert(
    _ name: String, _ kind: Dependency.Kind, _ requirement: String,
    into list: inout DependencyList
  ) {
    let target = FieldText.trimmed(requirement) ?? ""
    if let aliased = aliased(target) {
      list.insert(aliased, kind, requirement: requirement)
    } else {
      list.insert(
        name, kind, requirement: requirement, isDirectURL: isDirectURL(target))
    }
  }

  /// The real name behind `npm:name@range`; nil for other requirements.
  static func aliased(_ requirement: String) -> String? {
    guard requirement.hasPrefix("npm:") else { return nil }
    let target = requirement.dropFirst(4)
    let end = target.dropFirst().firstIndex(of: "@") ?? target.endIndex
    return target[..<end].isEmpty ? nil : String(target[..<end])
  }

  /// Fetched from elsewhere than the registry: URLs, git, paths, `owner/name`, archives.
  static func isDirectURL(_ requirement: String) -> Bool {
    if requirement.hasPrefix("npm:") { return false }
    if urlPrefixes.contains(where: { requirement.hasPrefix($0) }) { return true }
    return requirement.utf8.contains(0x2F) || requirement.hasSuffix(".tgz")
      || requirement.hasSuffix(".tar.gz")
  }
}
