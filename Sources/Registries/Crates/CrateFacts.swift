import Corpus

/// Puts together what the index and the dump say about one crate.
enum CrateFacts {
  /// Facts from an index file, a row of the dump, or both; times and accounts come from the dump.
  static func facts(for package: PackageID, index: CrateIndex?, row: CrateDumpRow?) -> PackageFacts
  {
    let observed = [index?.document.observedAt, row?.snapshotAt].compactMap { $0 }.max()
    var facts = PackageFacts(
      package: package, observedAt: observed ?? UTCInstant(milliseconds: 0))
    facts.documentDigest = index?.document.digest ?? ""
    facts.displayName = row?.name ?? index?.name ?? package.key
    fillConstants(&facts)
    facts.releases = releases(index, row)
    facts.currentVersion = index?.current ?? row.flatMap(current)
    if let index {
      facts.dependencies = .present(index.dependencies)
      facts.installHook = .present(index.hasBuildScript)
    }
    if let row { fill(&facts, from: row) }
    return facts
  }

  private static func fillConstants(_ facts: inout PackageFacts) {
    facts.deprecated = .notApplicable
    facts.sourceOnly = .notApplicable
    facts.typeDeclarations = .notApplicable
    facts.fileCount = .notApplicable
    facts.vulnerabilityCount = .notApplicable
  }

  private static func fill(_ facts: inout PackageFacts, from row: CrateDumpRow) {
    let shown = facts.currentVersion.flatMap { current in
      row.versions.first { ByteKey($0.number) == ByteKey(current) }
    }
    func characters(_ text: String?) -> Int? { text.map(\.unicodeScalars.count) }
    func positive(_ count: Int?) -> Observation<Int> {
      count.map { Observation(answered: $0 > 0 ? $0 : nil) } ?? .notCollected
    }
    facts.summaryCharacters = Observation(answered: characters(row.description))
    facts.readmeCharacters = positive(row.readmeCharacters)
    facts.keywordCount = positive(row.keywordCount ?? shown?.keywordCount)
    facts.classifierCount = positive(row.categoryCount ?? shown?.categoryCount)
    facts.homepage = Observation(answered: address(row.homepage))
    facts.documentation = Observation(answered: address(row.documentation))
    facts.repository = Observation(answered: repository(row))
    facts.maintainers =
      row.owners.map { Observation(answered: $0.isEmpty ? nil : $0) } ?? .notCollected
    facts.downloads = row.downloads.map(Observation.present) ?? .notCollected
    guard let shown else { return }
    facts.licence = Observation(answered: shown.licence.flatMap(Licence.crates))
    facts.sizeBytes = Observation(answered: shown.sizeBytes)
  }

  private static func address(_ text: String?) -> String? {
    guard let text = text.flatMap(FieldText.trimmed), text.utf8.count <= 4096,
      FieldText.isWebAddress(text)
    else { return nil }
    return text
  }

  private static func repository(_ row: CrateDumpRow) -> RepositoryClaim? {
    row.repository.flatMap { RepositoryURL.claim(from: $0, rule: "repository") }
      ?? row.homepage.flatMap { RepositoryURL.claim(from: $0, rule: "homepage") }
  }

  private static func releases(_ index: CrateIndex?, _ row: CrateDumpRow?) -> [ReleaseFacts] {
    var releases: [ReleaseFacts] = []
    var dumped: [ByteKey: CrateDumpVersion] = [:]
    for version in row?.versions ?? [] { dumped[ByteKey(version.number)] = version }
    for line in index?.lines ?? [] {
      let version = dumped.removeValue(forKey: ByteKey(line.version))
      releases.append(
        ReleaseFacts(
          version: line.version, publishedAt: line.publishedAt ?? version?.createdAt,
          isPrerelease: SemanticVersion.isPrerelease(line.version), isYanked: line.isYanked,
          publisher: version?.publisher))
    }
    for version in row?.versions ?? [] where dumped[ByteKey(version.number)] != nil {
      releases.append(
        ReleaseFacts(
          version: version.number, publishedAt: version.createdAt,
          isPrerelease: SemanticVersion.isPrerelease(version.number), isYanked: version.isYanked,
          isRemoved: isMissing(from: index, row), publisher: version.publisher))
    }
    return releases
  }

  /// A version of the dump that a later index file lacks was deleted by the registry.
  private static func isMissing(from index: CrateIndex?, _ row: CrateDumpRow?) -> Bool {
    guard let index, let row else { return false }
    return index.document.observedAt >= row.snapshotAt
  }

  private static func current(_ row: CrateDumpRow) -> String? {
    row.defaultVersion
      ?? row.versions.max { left, right in
        precedes(
          (left.number, SemanticVersion(left.number), left.isYanked),
          (right.number, SemanticVersion(right.number), right.isYanked))
      }?.number
  }

  /// The order in which crates.io chooses the version to show; the last one is shown.
  static func precedes(
    _ left: (text: String, version: SemanticVersion?, isYanked: Bool),
    _ right: (text: String, version: SemanticVersion?, isYanked: Bool)
  ) -> Bool {
    if left.isYanked != right.isYanked { return left.isYanked }
    let (isLeftPre, isRightPre) = (
      left.version?.isPrerelease ?? true, right.version?.isPrerelease ?? true
    )
    if isLeftPre != isRightPre { return isLeftPre }
    if let one = left.version, let other = right.version, one != other { return one < other }
    if (left.version == nil) != (right.version == nil) { return left.version == nil }
    return left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }
}
