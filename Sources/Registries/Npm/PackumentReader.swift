import Corpus
import JSON

/// Reads one npm packument, full, abbreviated or what a proxy left of it.
///
/// Protocols, sections 2.4, 2.7 and 2.10.
struct PackumentReader {
  let root: JSONValue
  let package: PackageID
  let document: Document
  private let versions: JSONValue?

  /// Throws `DocumentError` when the document is no packument.
  init(root: JSONValue, package: PackageID, document: Document) throws(DocumentError) {
    self.root = root
    self.package = package
    self.document = document
    versions = root["versions"].flatMap { $0.isObject ? $0 : nil }
    try Self.checkSchema(root)
    try FactsDecoder.check(versionCount: versions?.count ?? 0, .packument)
    try FactsDecoder.check(versionCount: root["time"]?.count ?? 0, .packument)
  }

  private static func checkSchema(_ root: JSONValue) throws(DocumentError) {
    guard root.isObject else {
      throw DocumentError("packument: unknown schema, the root is no object")
    }
    let isNamed = root["name"]?.isString == true || root["_id"]?.isString == true
    let hasVersions = root["versions"]?.isObject == true || root["time"]?.isObject == true
    if isNamed, hasVersions { return }
    if let error = root["error"]?.text {
      throw DocumentError("packument: unknown schema, an error: \(FieldText.cut(error, to: 200))")
    }
    let isManifest = root["version"] != nil && root["dist"] != nil
    throw DocumentError(
      isManifest
        ? "packument: unknown schema, the manifest of one version"
        : "packument: unknown schema, no name with versions or time")
  }

  func facts() -> PackageFacts {
    var facts = PackageFacts(package: package, observedAt: document.observedAt)
    facts.documentDigest = document.digest
    var releases = PackumentReleases(time: ReleaseTime(observedAt: document.observedAt))
    releases.read(versions: versions, time: root["time"])
    facts.releases = releases.rows
    let current = releases.current(tagged: root["dist-tags"]?["latest"]?.string)
    facts.currentVersion = current
    let manifest = current.flatMap { versions?[$0] }
    facts.status = status(releases, current: current, manifest: manifest)
    fillMetadata(&facts, manifest)
    fillManifest(&facts, manifest)
    fillConstants(&facts)
    return facts
  }

  private func status(_ releases: PackumentReleases, current: String?, manifest: JSONValue?)
    -> PackageStatus
  {
    if releases.livingCount == 0 {
      return releases.hasUnpublishedMark || !releases.rows.isEmpty ? .unpublished : .active
    }
    guard let current, SemanticVersion(current)?.isSecurityPlaceholder == true else {
      return .active
    }
    let description = field("description", manifest)?.text?.lowercased()
    let isHolder =
      description == "security holding package"
      || NpmRepository.text(of: field("repository", manifest))?.contains("npm/security-holder")
        == true
    return isHolder ? .holder : .active
  }

  /// The install format leaves out everything about the package itself.
  private func isAbbreviated(_ manifest: JSONValue?) -> Bool {
    if root["modified"] != nil, root["time"] == nil { return true }
    let telling = ["time", "_id", "maintainers", "description", "readme", "_rev"]
    return telling.allSatisfy { root[$0] == nil } && manifest?["_id"] == nil
      && manifest?["description"] == nil
  }

  /// A field of the current manifest, or the one hoisted to the top.
  private func field(_ name: String, _ manifest: JSONValue?) -> JSONValue? {
    if let value = manifest?[name], !value.isNull { return value }
    return root[name]
  }

  private func fillMetadata(_ facts: inout PackageFacts, _ manifest: JSONValue?) {
    guard !isAbbreviated(manifest) else { return }
    facts.summaryCharacters = Observation(answered: field("description", manifest)?.characters)
    facts.readmeCharacters = Observation(answered: readmeCharacters(manifest))
    facts.licence = Observation(answered: NpmLicence.licence(root: root, manifest: manifest))
    facts.keywordCount = Observation(answered: keywordCount(field("keywords", manifest)))
    facts.homepage = Observation(answered: field("homepage", manifest)?.webAddress)
    facts.repository = Observation(answered: NpmRepository.claim { field($0, manifest) })
    facts.maintainers = Observation(answered: NpmPeople.names(root["maintainers"]))
  }

  private func readmeCharacters(_ manifest: JSONValue?) -> Int? {
    for readme in [root["readme"], manifest?["readme"]].compactMap({ $0 }) {
      let isMissing =
        unsafe readme.withUTF8 { unsafe $0.starts(with: "ERROR: No README".utf8) } ?? true
      if !isMissing, let count = readme.characters { return count }
    }
    return nil
  }

  private func keywordCount(_ value: JSONValue?) -> Int? {
    guard let value else { return nil }
    var keywords = Keywords()
    if let list = value.string { keywords.insert(list: list) }
    value.forEachElement { element in
      if let word = element.string { keywords.insert(word) }
      element.forEachElement { if let word = $0.string { keywords.insert(word) } }
    }
    return keywords.count > 0 ? keywords.count : nil
  }

  private func fillManifest(_ facts: inout PackageFacts, _ manifest: JSONValue?) {
    guard let manifest, manifest.isObject else {
      let none = facts.status == .unpublished || versions != nil
      guard none else { return }
      facts.dependencies = .absent
      (facts.deprecated, facts.installHook, facts.typeDeclarations) = (.absent, .absent, .absent)
      (facts.fileCount, facts.sizeBytes) = (.absent, .absent)
      return
    }
    facts.dependencies = .present(NpmDependencies.read(manifest))
    facts.deprecated = .present(NpmManifest.isDeprecated(manifest["deprecated"]))
    facts.installHook = .present(NpmManifest.hasInstallHook(manifest))
    facts.typeDeclarations =
      isAbbreviated(manifest)
      ? .notCollected : .present(NpmManifest.hasTypes(manifest, name: package.key))
    let dist = manifest["dist"]
    facts.fileCount = Observation(answered: dist?["fileCount"]?.size.map { Int($0) })
    facts.sizeBytes = Observation(answered: dist?["unpackedSize"]?.size)
  }

  private func fillConstants(_ facts: inout PackageFacts) {
    facts.classifierCount = .notApplicable
    facts.documentation = .notApplicable
    facts.sourceOnly = .notApplicable
    facts.vulnerabilityCount = .notApplicable
  }
}
