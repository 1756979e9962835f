package import Corpus

/// One package's publish times against the tags of the repository it claims.
package struct ProvenanceHistory: Sendable {
  /// First publish day of each canonical version.
  package let published: [String: Double]
  /// Versions left out: published in the future or before the registry existed.
  package let impossibleVersions: Int
  package let tags: VersionTags
  package let result: HistoryResult

  /// Compares a package with a repository.
  ///
  /// - parameter canonical: the spelling all spellings of one version share.
  package init(
    _ facts: PackageFacts, _ repository: RepositoryFacts, now: UTCInstant,
    canonical: @escaping @Sendable (String) -> String
  ) {
    var published: [String: Double] = [:]
    var impossible = 0
    for release in facts.releases {
      guard let time = release.publishedAt else { continue }
      guard time <= now, time >= facts.package.ecosystem.opening else {
        impossible += 1
        continue
      }
      let version = canonical(release.version)
      published[version] = min(published[version] ?? .infinity, time.daysSince1970)
    }
    tags = VersionTags(repository, names: TagNames(facts.package, canonical: canonical))
    result = HistoryTest.result(
      published: published.map { (version: $0.key, day: $0.value) }, tags: tags)
    self.published = published
    impossibleVersions = impossible
  }
}

extension Ecosystem {
  /// A day before the registry took its first package.
  fileprivate var opening: UTCInstant {
    switch self {
    case .pypi: UTCInstant(milliseconds: 1_041_379_200_000)  // 2003-01-01
    case .npm: UTCInstant(milliseconds: 1_230_768_000_000)  // 2009-01-01
    case .crates: UTCInstant(milliseconds: 1_388_534_400_000)  // 2014-01-01
    }
  }
}
