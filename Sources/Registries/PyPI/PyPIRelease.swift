import Corpus

/// Rules about releases that both of PyPI's documents share.
enum PyPIRelease {
  /// The release PyPI shows: not yanked before yanked, stable before prerelease, then the highest.
  static func chosen(among releases: [ReleaseFacts]) -> String? {
    var best: (release: ReleaseFacts, version: PyPIVersion)?
    for release in releases where !release.isRemoved {
      let candidate = (release: release, version: PyPIVersion(release.version))
      if let held = best, !isShown(candidate, before: held) { continue }
      best = candidate
    }
    return best?.release.version
  }

  private static func isShown(
    _ one: (release: ReleaseFacts, version: PyPIVersion),
    before other: (release: ReleaseFacts, version: PyPIVersion)
  ) -> Bool {
    let (left, right) = (one.release, other.release)
    if left.isYanked != right.isYanked { return right.isYanked }
    if left.isPrerelease != right.isPrerelease { return right.isPrerelease }
    if one.version != other.version { return other.version < one.version }
    return right.version.utf8.lexicographicallyPrecedes(left.version.utf8)
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
    private(set) var count = 0
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
