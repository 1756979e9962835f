import Corpus
import JSON

/// One project of the Simple API: its status, its versions, and which of their files are attested.
///
/// Protocols, section 1.3.
struct SimpleDetail {
  /// What the files of one version say together.
  private struct Version {
    var text: String
    var firstUpload: UTCInstant?
    var yankedCount = 0
    var isAttested = false
    var files = PyPIRelease.Files()
  }

  let document: Document
  private let package: PackageID
  private let packageKey: [UInt8]
  private let time: ReleaseTime
  private let status: String?
  private let displayName: String?
  /// In the document's order.
  private var versions: [Version] = []
  private var places: [PyPIVersionKey: Int] = [:]
  /// Version texts as file names spell them, with their place; nil for those of no version.
  private var spellings: [ByteKey: Int?] = [:]
  /// Names of files with a provenance object.
  private(set) var attestedFiles: Set<ByteKey> = []
  /// The API's version is new enough to tell of provenance.
  private var knowsProvenance = false
  /// Before API 1.1 versions are known from file names only.
  private let listsVersions: Bool

  /// Throws `DocumentError` when the document is no project of the Simple API.
  init(reading root: JSONValue, package: PackageID, document: Document) throws(DocumentError) {
    guard let files = root["files"], files.isArray, root["name"] != nil || root["meta"] != nil
    else { throw DocumentError("simple-detail: unknown schema, no list of files") }
    try FactsDecoder.check(versionCount: root["versions"]?.count ?? 0, .simpleDetail)
    self.document = document
    self.package = package
    packageKey = Array(package.key.utf8)
    time = ReleaseTime(observedAt: document.observedAt)
    status = root["project-status"].flatMap { $0["status"]?.text ?? $0.text }
    displayName = root["name"]?.text
    listsVersions = root["versions"]?.isArray == true
    root["versions"]?.forEachElement { value in
      guard let text = value.text, text.utf8.count <= FieldText.maximumBytes else { return }
      spellings[ByteKey(text)] = insert(text)
    }
    files.forEachElement { append($0) }
    try FactsDecoder.check(versionCount: versions.count, .simpleDetail)
  }

  /// The place of a version, new or known.
  private mutating func insert(_ text: String) -> Int {
    let key = PyPIVersionKey(text)
    if let place = places[key] { return place }
    let place = versions.count
    places[key] = place
    versions.append(Version(text: text))
    return place
  }

  private mutating func append(_ file: JSONValue) {
    guard let value = file["filename"], let count = value.stringByteCount, count <= 4096 else {
      return
    }
    let provenance = file["provenance"]
    let isAttested = provenance?.isString == true
    knowsProvenance = knowsProvenance || provenance != nil
    if isAttested, let name = value.string { attestedFiles.insert(ByteKey(name)) }
    let name = unsafe value.withUTF8 { unsafe Array($0) } ?? []
    guard let place = place(ofFile: name) else { return }
    versions[place].files.add(isSource: PyPIFileName.isSource(name), size: file["size"]?.size)
    versions[place].isAttested = versions[place].isAttested || isAttested
    if Self.isYanked(file["yanked"]) { versions[place].yankedCount += 1 }
    guard let uploaded = time.instant(file["upload-time"]) else { return }
    versions[place].firstUpload = versions[place].firstUpload.map { min($0, uploaded) } ?? uploaded
  }

  /// The version a file belongs to; nil when its name tells none that is listed.
  private mutating func place(ofFile name: [UInt8]) -> Int? {
    guard let spelled = PyPIFileName.version(in: name, of: packageKey) else { return nil }
    let text = String(decoding: spelled, as: UTF8.self)
    if let known = spellings[ByteKey(text)] { return known }
    let place = listsVersions ? places[PyPIVersionKey(text)] : insert(text)
    spellings[ByteKey(text)] = .some(place)
    return place
  }

  /// `true`, or a reason.
  static func isYanked(_ value: JSONValue?) -> Bool {
    guard let value else { return false }
    return value.bool ?? value.isString
  }

  /// What it means that none of a version's files is listed as attested: false, or nil when this document cannot know.
  func absenceOfAttestation(_ version: String, fileCount: Int) -> Bool? {
    guard knowsProvenance else { return nil }
    return spellings[ByteKey(version)] != nil || fileCount == 0 ? false : nil
  }

  /// Adds to the facts of a project what only this document says, and versions that are newer.
  func complete(_ facts: inout PackageFacts) {
    fillStatus(&facts)
    facts.documentDigest += "+\(document.digest)"
    facts.observedAt = max(facts.observedAt, document.observedAt)
    let known = Set(facts.releases.map { ByteKey($0.version) })
    let unknown = versions.filter { !known.contains(ByteKey($0.text)) }
    guard !unknown.isEmpty else { return }
    let spelled = Set(facts.releases.map { PyPIVersionKey($0.version) })
    facts.releases += unknown.filter { !spelled.contains(PyPIVersionKey($0.text)) }.map(release)
  }

  /// Facts from this document alone; what it does not cover stays `notCollected`.
  func facts() -> PackageFacts {
    var facts = PackageFacts(package: package, observedAt: document.observedAt)
    facts.documentDigest = document.digest
    facts.displayName = displayName.map { FieldText.cut($0, to: 1024) } ?? package.key
    fillStatus(&facts)
    facts.installHook = .notApplicable
    facts.releases = versions.map(release)
    facts.currentVersion = PyPIRelease.chosen(among: facts.releases)
    if let current = versions.first(where: { $0.text == facts.currentVersion }) {
      current.files.fill(&facts)
    }
    return facts
  }

  private func fillStatus(_ facts: inout PackageFacts) {
    guard let status else { return }
    facts.status = PyPIRelease.status(status)
    facts.deprecated = .present(status == "deprecated")
  }

  private func release(_ version: Version) -> ReleaseFacts {
    ReleaseFacts(
      version: version.text, publishedAt: version.firstUpload,
      isPrerelease: PyPIVersion.isPrerelease(version.text),
      isYanked: version.files.count > 0 && version.yankedCount == version.files.count,
      isAttested: knowsProvenance ? version.isAttested : nil)
  }
}
