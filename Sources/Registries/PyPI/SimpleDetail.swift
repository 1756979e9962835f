import Corpus
import JSON

/// One project of the Simple API: its status, its files, and which of them are attested.
///
/// Protocols, section 1.3.
struct SimpleDetail {
  /// One file of the project.
  struct File {
    var name: String
    var size: Int64?
    var uploadedAt: UTCInstant?
    var isYanked: Bool
  }

  let document: Document
  private let status: String?
  private let displayName: String?
  private var versions: [String] = []
  private var files: [File] = []
  private let knownVersions: Set<ByteKey>
  /// Names of files with a provenance object.
  private(set) var attestedFiles: Set<ByteKey> = []
  /// The API's version is new enough to tell of provenance.
  private var knowsProvenance = false

  /// Throws `DocumentError` when the document is no project of the Simple API.
  init(reading root: JSONValue, document: Document) throws(DocumentError) {
    guard let files = root["files"], files.isArray, root["name"] != nil || root["meta"] != nil
    else { throw DocumentError("simple-detail: unknown schema, no list of files") }
    try FactsDecoder.check(versionCount: root["versions"]?.count ?? 0, .simpleDetail)
    self.document = document
    status = root["project-status"].flatMap { $0["status"]?.text ?? $0.text }
    displayName = root["name"]?.text
    var versions: [String] = []
    root["versions"]?.forEachElement { value in
      if let version = value.text, version.utf8.count <= FieldText.maximumBytes {
        versions.append(version)
      }
    }
    self.versions = versions
    knownVersions = Set(versions.map { ByteKey($0) })
    let time = ReleaseTime(observedAt: document.observedAt)
    self.files.reserveCapacity(files.count)
    files.forEachElement { append($0, time) }
  }

  private mutating func append(_ file: JSONValue, _ time: ReleaseTime) {
    guard let name = file["filename"]?.string, name.utf8.count <= 4096 else { return }
    let provenance = file["provenance"]
    if provenance != nil { knowsProvenance = true }
    if provenance?.text != nil { attestedFiles.insert(ByteKey(name)) }
    files.append(
      File(
        name: name, size: file["size"]?.size,
        uploadedAt: file["upload-time"]?.string.flatMap(time.instant),
        isYanked: Self.isYanked(file["yanked"])))
  }

  /// `true`, or a reason; an empty reason counts as yanked too, where the key is a text.
  static func isYanked(_ value: JSONValue?) -> Bool {
    guard let value else { return false }
    return value.bool ?? value.isString
  }

  /// What it means that none of a version's files is listed as attested: false, or nil when this document cannot know.
  func absenceOfAttestation(_ version: String, fileCount: Int) -> Bool? {
    guard knowsProvenance else { return nil }
    return knownVersions.contains(ByteKey(version)) || fileCount == 0 ? false : nil
  }

  /// Adds to the facts of a project what only this document says.
  func complete(_ facts: inout PackageFacts) {
    fillStatus(&facts)
    facts.documentDigest += "+\(document.digest)"
    facts.observedAt = max(facts.observedAt, document.observedAt)
    let known = Set(facts.releases.map { ByteKey($0.version) })
    if versions.contains(where: { !known.contains(ByteKey($0)) }) {
      let spelled = Set(facts.releases.map { PyPIVersionKey($0.version) })
      facts.releases += releases(for: facts.package).filter {
        !known.contains(ByteKey($0.version)) && !spelled.contains(PyPIVersionKey($0.version))
      }
    }
  }

  /// Facts from this document alone; what it does not cover stays `notCollected`.
  func facts(for package: PackageID) throws -> PackageFacts {
    var facts = PackageFacts(package: package, observedAt: document.observedAt)
    facts.documentDigest = document.digest
    facts.displayName = displayName.map { FieldText.cut($0, to: 1024) } ?? package.key
    fillStatus(&facts)
    facts.installHook = .notApplicable
    facts.releases = releases(for: package)
    facts.currentVersion = PyPIRelease.chosen(among: facts.releases)
    guard let current = facts.currentVersion else { return facts }
    var summary = PyPIRelease.Files()
    for file in filesByVersion(package)[PyPIVersionKey(current)] ?? [] {
      summary.add(isSource: PyPIFileName.isSource(file.name), size: file.size)
    }
    summary.fill(&facts)
    return facts
  }

  private func fillStatus(_ facts: inout PackageFacts) {
    guard let status else { return }
    facts.status = PyPIRelease.status(status)
    facts.deprecated = .present(status == "deprecated")
  }

  private func filesByVersion(_ package: PackageID) -> [PyPIVersionKey: [File]] {
    var byVersion: [PyPIVersionKey: [File]] = [:]
    for file in files {
      guard let version = PyPIFileName.version(in: file.name, of: package.key) else { continue }
      byVersion[PyPIVersionKey(String(version)), default: []].append(file)
    }
    return byVersion
  }

  /// One release for each version the document lists, or, before API 1.1, that its files name.
  private func releases(for package: PackageID) -> [ReleaseFacts] {
    let byVersion = filesByVersion(package)
    var listed = versions
    if listed.isEmpty {
      var seen: Set<PyPIVersionKey> = []
      listed = files.compactMap { file in
        guard let version = PyPIFileName.version(in: file.name, of: package.key),
          seen.insert(PyPIVersionKey(String(version))).inserted
        else { return nil }
        return String(version)
      }
    }
    return listed.map { release($0, byVersion[PyPIVersionKey($0)] ?? []) }
  }

  private func release(_ version: String, _ files: [File]) -> ReleaseFacts {
    let isAttested = files.contains { attestedFiles.contains(ByteKey($0.name)) }
    return ReleaseFacts(
      version: version, publishedAt: files.compactMap(\.uploadedAt).min(),
      isPrerelease: PyPIVersion(version).isPrerelease,
      isYanked: !files.isEmpty && files.allSatisfy(\.isYanked),
      isAttested: knowsProvenance ? isAttested : nil)
  }
}
