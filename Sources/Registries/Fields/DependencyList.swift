import Corpus

/// Collects dependencies, one for each kind and name.
struct DependencyList {
  /// The most dependencies of one version that are kept.
  static let maximumCount = 10_000
  /// Bytes of a requirement that are kept.
  static let maximumRequirementBytes = 256

  private struct Key: Hashable {
    var kind: Dependency.Kind
    var name: ByteKey
  }

  private var found: [Dependency] = []
  private var seen: Set<Key> = []

  /// Adds one dependency; of several with the same kind and name the first counts.
  mutating func insert(
    _ name: String, _ kind: Dependency.Kind, requirement: String, isDirectURL: Bool = false
  ) {
    guard !name.isEmpty, name.utf8.count <= RequestPath.maximumNameBytes,
      found.count < Self.maximumCount,
      seen.insert(Key(kind: kind, name: ByteKey(name))).inserted
    else { return }
    found.append(
      Dependency(
        name: name, kind: kind,
        requirement: FieldText.cut(requirement, to: Self.maximumRequirementBytes),
        isDirectURL: isDirectURL))
  }

  /// Sorted by kind (runtime, optional, peer, build, development), then by the bytes of the name.
  var sorted: [Dependency] {
    let ranks = Dictionary(
      uniqueKeysWithValues: Dependency.Kind.allCases.enumerated().map { ($1, $0) })
    return found.sorted { left, right in
      let (one, other) = (ranks[left.kind, default: 0], ranks[right.kind, default: 0])
      return one != other ? one < other : left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
    }
  }
}
