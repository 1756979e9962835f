import Corpus

/// Rules about releases that both of PyPI's documents share.
enum PyPIRelease {
  /// The release PyPI shows: not yanked before yanked, stable before prerelease, then the highest.
  static func chosen(among releases: [ReleaseFacts]) -> String? {
    releases.max { left, right in
      if left.isYanked != right.isYanked { return left.isYanked }
      if left.isPrerelease != right.isPrerelease { return left.isPrerelease }
      let (one, other) = (PyPIVersion(left.version), PyPIVersion(right.version))
      if one != other { return one < other }
      return left.version.utf8.lexicographicallyPrecedes(right.version.utf8)
    }?.version
  }

  /// The status word of PEP 792; unknown words count as active.
  static func status(_ word: String) -> PackageStatus {
    switch word {
    case "archived": .archived
    case "quarantined": .quarantined
    default: .active
    }
  }

  /// What is kept of the files of one release.
  struct Files {
    private var count = 0
    private var sourceCount = 0
    private var bytes: Int64 = 0
    private var hasSizes = false

    mutating func add(isSource: Bool, size: Int64?) {
      count += 1
      if isSource { sourceCount += 1 }
      guard let size else { return }
      hasSizes = true
      let sum = bytes.addingReportingOverflow(size)
      bytes = sum.overflow ? .max : sum.partialValue
    }

    /// Sets the facts about files; all `absent` for a release without any.
    func fill(_ facts: inout PackageFacts) {
      facts.fileCount = Observation(answered: count > 0 ? count : nil)
      facts.sizeBytes = Observation(answered: hasSizes ? bytes : nil)
      facts.sourceOnly = Observation(answered: count > 0 ? sourceCount == count : nil)
    }
  }
}

/// What a distribution's file name says.
enum PyPIFileName {
  private static let sourceEndings = [
    ".tar.gz", ".tar.bz2", ".tar.xz", ".tar.z", ".tgz", ".tar", ".zip",
  ]

  static func isSource(_ name: String) -> Bool {
    let lowered = FieldText.lowercased(name)
    return sourceEndings.contains { lowered.hasSuffix($0) }
  }

  /// The version in the name of a project's file; nil when the name does not follow the rules.
  static func version(in name: String, of key: String) -> Substring? {
    let lowered = FieldText.lowercased(name)
    for ending in [".whl", ".egg"] where lowered.hasSuffix(ending) {
      let parts = name.split(separator: "-", omittingEmptySubsequences: false)
      return parts.count >= 3 ? parts[1] : parts.last.map { $0.dropLast(ending.count) }
    }
    guard let ending = sourceEndings.first(where: { lowered.hasSuffix($0) }) else { return nil }
    let stem = name.dropLast(ending.count)
    for dash in stem.indices where stem[dash] == "-" {
      if PackageID(.pypi, String(stem[..<dash])).key == key {
        return stem[stem.index(after: dash)...]
      }
    }
    return stem.lastIndex(of: "-").map { stem[stem.index(after: $0)...] }
  }
}
