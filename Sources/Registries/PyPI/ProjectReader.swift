import Corpus
import JSON

/// Reads one project of PyPI's JSON API.
///
/// Protocols, sections 1.4 and 1.10.
struct ProjectReader {
  let root: JSONValue
  let info: JSONValue
  let package: PackageID
  let document: Document
  private let time: ReleaseTime

  /// Throws `DocumentError` when the document is no project.
  init(root: JSONValue, package: PackageID, document: Document) throws(DocumentError) {
    guard let info = root["info"], info.isObject, info["name"] != nil || info["version"] != nil
    else {
      let message = root["message"]?.text.map { ": \(FieldText.cut($0, to: 200))" } ?? ""
      throw DocumentError("project-json: unknown schema, no info about a project\(message)")
    }
    self.root = root
    self.info = info
    self.package = package
    self.document = document
    time = ReleaseTime(observedAt: document.observedAt)
    try FactsDecoder.check(versionCount: root["releases"]?.count ?? 0, .projectJSON)
  }

  /// The project's facts, completed by its Simple API document where there is one.
  func facts(detail: SimpleDetail?) throws -> PackageFacts {
    var facts = PackageFacts(package: package, observedAt: document.observedAt)
    facts.documentDigest = document.digest
    facts.displayName = info["name"]?.text.map { FieldText.cut($0, to: 1024) } ?? package.key
    facts.releases = releases(detail)
    facts.currentVersion = currentVersion(facts.releases)
    fillInfo(&facts)
    fillFiles(&facts)
    fillProject(&facts)
    detail?.complete(&facts)
    return facts
  }

  /// Text of an `info` field; nil for null, empty and the literal `UNKNOWN` of old uploads.
  private func text(_ name: String) -> String? {
    guard let text = info[name]?.text, text != "UNKNOWN" else { return nil }
    return text
  }

  private func releases(_ detail: SimpleDetail?) -> [ReleaseFacts] {
    var releases: [ReleaseFacts] = []
    var places: [ByteKey: Int] = [:]
    func insert(_ version: String, _ files: JSONValue) {
      guard version.utf8.count <= FieldText.maximumBytes else { return }
      let release = release(version, files, detail)
      if let place = places.updateValue(releases.count, forKey: ByteKey(version)) {
        places[ByteKey(version)] = place
        releases[place] = release
      } else {
        releases.append(release)
      }
    }
    if let all = root["releases"], all.isObject {
      all.forEachMember(insert)
    } else if let version = info["version"]?.text, let files = root["urls"] {
      insert(version, files)
    }
    return releases
  }

  private func release(_ version: String, _ files: JSONValue, _ detail: SimpleDetail?)
    -> ReleaseFacts
  {
    var first: UTCInstant?
    var (count, yanked, isAttested) = (0, 0, false)
    files.forEachElement { file in
      count += 1
      if SimpleDetail.isYanked(file["yanked"]) { yanked += 1 }
      if let uploaded = uploadTime(file), first.map({ uploaded < $0 }) ?? true { first = uploaded }
      if let detail, !detail.attestedFiles.isEmpty, let name = file["filename"]?.string {
        isAttested = isAttested || detail.attestedFiles.contains(ByteKey(name))
      }
    }
    return ReleaseFacts(
      version: version, publishedAt: first, isPrerelease: PyPIVersion.isPrerelease(version),
      isYanked: count > 0 && yanked == count,
      isAttested: isAttested ? true : detail?.absenceOfAttestation(version, fileCount: count))
  }

  private func uploadTime(_ file: JSONValue) -> UTCInstant? {
    time.instant(file["upload_time_iso_8601"]) ?? time.instant(file["upload_time"])
  }

  /// The release the index shows; where the document does not say it, the one it would choose.
  private func currentVersion(_ releases: [ReleaseFacts]) -> String? {
    info["version"]?.text.map { FieldText.cut($0) } ?? PyPIRelease.chosen(among: releases)
  }

  /// Unicode scalars of an `info` field, under the same rules.
  private func characters(_ name: String) -> Int? {
    guard let value = info[name], !value.equals("UNKNOWN") else { return nil }
    return value.characters
  }

  private func fillInfo(_ facts: inout PackageFacts) {
    let links = PyPILinks(info: info)
    facts.summaryCharacters = Observation(answered: characters("summary"))
    facts.readmeCharacters = Observation(answered: characters("description"))
    facts.keywordCount = Observation(answered: keywordCount())
    facts.homepage = Observation(answered: links.homepage)
    facts.documentation = Observation(answered: links.documentation)
    facts.repository = Observation(answered: links.repository(projectKey: package.key))
    facts.dependencies = Observation(answered: PyPIDependencies.read(info["requires_dist"]))
    fillClassifiers(&facts)
  }

  /// Counts classifiers, and takes types and the licence from them where no field names it.
  private func fillClassifiers(_ facts: inout PackageFacts) {
    var (count, isTyped, licences): (Int, Bool, [String]) = (0, false, [])
    info["classifiers"]?.forEachElement { value in
      guard let text = value.string, !text.isEmpty else { return }
      count += 1
      isTyped = isTyped || text.hasPrefix("Typing ::")
      if licences.count < 16, let licence = Licence.classifier(FieldText.cut(text, to: 1024)) {
        licences.append(licence)
      }
    }
    let key = package.key
    facts.classifierCount = Observation(answered: count > 0 ? count : nil)
    facts.typeDeclarations = .present(
      isTyped || key.hasSuffix("-stubs") || key.hasPrefix("types-"))
    facts.licence = Observation(
      answered: text("license_expression").flatMap(Licence.short)
        ?? text("license").flatMap(Licence.short)
        ?? Licence.short(FieldText.cut(licences.joined(separator: " AND "), to: 100)))
  }

  private func keywordCount() -> Int? {
    var keywords = Keywords()
    if let list = text("keywords") { keywords.insert(list: list) }
    info["keywords"]?.forEachElement { if let word = $0.string { keywords.insert(word) } }
    return keywords.count > 0 ? keywords.count : nil
  }

  /// Files of the current release: `urls`, or the release's own list.
  private func fillFiles(_ facts: inout PackageFacts) {
    guard let current = facts.currentVersion else { return }
    var files = root["releases"]?[current]
    if let urls = root["urls"], urls.count > 0 { files = urls }
    guard let files, files.isArray else { return }
    var summary = PyPIRelease.Files()
    files.forEachElement { file in
      let kind = file["packagetype"]?.string
      let name = file["filename"]?.string ?? ""
      summary.add(
        isSource: kind.map { $0 == "sdist" } ?? PyPIFileName.isSource(Array(name.utf8)),
        size: file["size"]?.size)
    }
    summary.fill(&facts)
  }

  private func fillProject(_ facts: inout PackageFacts) {
    facts.installHook = .notApplicable
    if let status = root["project-status"]?["status"]?.string {
      facts.status = PyPIRelease.status(status)
      facts.deprecated = .present(status == "deprecated")
    }
    if let vulnerabilities = root["vulnerabilities"], vulnerabilities.isArray {
      var count = 0
      vulnerabilities.forEachElement { if $0["withdrawn"]?.isNull ?? true { count += 1 } }
      facts.vulnerabilityCount = .present(count)
    }
    if let roles = root["ownership"]?["roles"], roles.isArray {
      var names: Set<ByteKey> = []
      roles.forEachElement { role in
        if names.count < 10_000, let user = role["user"]?.text { names.insert(ByteKey(user)) }
      }
      let sorted = names.map(\.text).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      facts.maintainers = Observation(answered: sorted.isEmpty ? nil : sorted)
    }
  }
}
