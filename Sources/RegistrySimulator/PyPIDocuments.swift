import Corpus

/// Renders the PyPI documents of one package.
struct PyPIDocuments {
  let package: SimulatedPackage
  let biography: Biography
  let accounts: Accounts
  /// Where files are, as `http://127.0.0.1:8000`.
  let origin: String

  /// One file of a release.
  struct File {
    var name: String
    var isWheel: Bool
    var bytes: [UInt8]
    var release: SimulatedRelease
  }

  private var requirements: [String] { biography.dependencies.map { "\($0)>=0.1.0" } }

  /// The file of one release: its wheel or its source distribution.
  func file(_ release: SimulatedRelease, isWheel: Bool) -> File {
    let stem = "\(PackageFiles.moduleName(package.name))-\(release.version)"
    let name = stem + (isWheel ? "-py3-none-any.whl" : ".tar.gz")
    let bytes =
      isWheel
      ? PackageFiles.wheel(package.name, release.version, requirements)
      : PackageFiles.source(package.name, release.version, requirements)
    return File(name: name, isWheel: isWheel, bytes: bytes, release: release)
  }

  /// The files of one release.
  func files(_ release: SimulatedRelease) -> [File] {
    let wheel = file(release, isWheel: true)
    return biography.hasSource ? [wheel, file(release, isWheel: false)] : [wheel]
  }

  /// The path of a file below the origin; mirrors insist on it.
  static func path(of file: File, blake: String) -> String {
    let tail = blake.dropFirst(4)
    return "/packages/\(blake.prefix(2))/\(blake.dropFirst(2).prefix(2))/\(tail)/\(file.name)"
  }

  private func url(_ file: File, blake: String) -> String {
    origin + Self.path(of: file, blake: blake)
  }

  // MARK: Simple detail

  /// `/simple/NAME/` as JSON; files are left out when the project is quarantined.
  func simpleDetail(isQuarantined: Bool) -> [UInt8] {
    let files = isQuarantined ? [] : biography.releases.flatMap(files)
    let versions = isQuarantined ? [] : biography.releases.map(\.version)
    let status = isQuarantined ? "quarantined" : biography.isDeprecated ? "archived" : "active"
    let node: JSONNode = [
      "files": .list(files.map(simpleFile)),
      "meta": ["_last-serial": .int(package.serial), "api-version": "1.4"],
      "name": .text(package.key),
      "project-status": ["status": .text(status)],
      "versions": .texts(versions),
    ]
    return node.bytes()
  }

  private func simpleFile(_ file: File) -> JSONNode {
    let blake = Digests.hex(Blake2b.digest256(file.bytes))
    let metadata: JSONNode = file.isWheel ? ["sha256": .text(metadataDigest(file))] : false
    let provenance: JSONNode =
      file.release.isAttested
      ? "\(origin)/pypi/integrity/\(package.key)/\(file.release.version)/\(file.name)/provenance"
      : .null
    return [
      "core-metadata": metadata,
      "data-dist-info-metadata": metadata,
      "filename": .text(file.name),
      "hashes": ["sha256": .text(Digests.hex(file.bytes, .sha256))],
      "provenance": provenance,
      "requires-python": ">=3.9",
      "size": .int(Int64(file.bytes.count)),
      "upload-time": .text(SimulatedTime.pypi(uploadTime(file))),
      "url": .text(url(file, blake: blake)),
      "yanked": file.release.isYanked ? "withdrawn by its author" : false,
    ]
  }

  /// The METADATA of a wheel.
  func metadata(of file: File) -> [UInt8] {
    Array(PackageFiles.coreMetadata(package.name, file.release.version, requirements).utf8)
  }

  private func metadataDigest(_ file: File) -> String {
    Digests.hex(metadata(of: file), .sha256)
  }

  /// The provenance object of one file; nil when there is none.
  func provenance(version: String, file: String, commit: String) -> [UInt8]? {
    guard let release = biography.releases.first(where: { $0.version == version }),
      release.isAttested, let content = files(release).first(where: { $0.name == file })
    else { return nil }
    let identity = biography.build(
      of: release, package: package, accounts: accounts, commit: commit)
    return AttestationDocuments(identity: identity)
      .provenance(of: file, sha256: Digests.hex(content.bytes, .sha256))
  }

  /// Source distributions are uploaded two seconds after wheels.
  private func uploadTime(_ file: File) -> Int64 {
    file.release.time + (file.isWheel ? 0 : 2000)
  }

  /// `/simple/NAME/` as HTML.
  func simplePage(isQuarantined: Bool) -> [UInt8] {
    let files = isQuarantined ? [] : biography.releases.flatMap(files)
    let links = files.map { file in
      let url = url(file, blake: Digests.hex(Blake2b.digest256(file.bytes)))
      let hash = Digests.hex(file.bytes, .sha256)
      let yanked = file.release.isYanked ? " data-yanked=\"\"" : ""
      return "    <a href=\"\(url)#sha256=\(hash)\" data-requires-python=\"&gt;=3.9\"\(yanked)>"
        + "\(file.name)</a><br />\n"
    }
    let head =
      "<!DOCTYPE html>\n<html>\n  <head>\n"
      + "    <meta name=\"pypi:repository-version\" content=\"1.4\">\n"
      + "    <title>Links for \(package.key)</title>\n  </head>\n  <body>\n"
      + "    <h1>Links for \(package.key)</h1>\n"
    let tail = "  </body>\n</html>\n<!--SERIAL \(package.serial)-->"
    return Array((head + links.joined() + tail).utf8)
  }

  // MARK: Project JSON

  /// `/pypi/NAME/json`.
  func projectJSON() -> [UInt8] {
    let current = biography.current
    var releases = biography.releases.map { release -> (String, JSONNode) in
      (release.version, .list(files(release).map(projectFile)))
    }
    if biography.oddity == 1 { releases.insert(("0.0.1", []), at: 0) }
    if biography.oddity == 4 { releases.insert(("2004d", []), at: 0) }
    let node: JSONNode = [
      "info": info(current),
      "last_serial": .int(package.serial),
      "ownership": ownership,
      "releases": .object(releases),
      "urls": .list((current.map(files) ?? []).map(projectFile)),
      "vulnerabilities": .list(vulnerabilities),
    ]
    return node.bytes()
  }

  private var ownership: JSONNode {
    let roles = biography.maintainers.map { account -> JSONNode in
      ["role": "Owner", "user": .text(accounts.login(account))]
    }
    return ["organization": .null, "roles": .list(roles)]
  }

  private var vulnerabilities: [JSONNode] {
    (0..<biography.vulnerabilities).map { index in
      [
        "aliases": [], "details": "Reads more than it should.", "fixed_in": [],
        "id": "PYSEC-2025-\(package.number + index)", "link": "https://osv.example/",
        "source": "osv", "summary": .null, "withdrawn": .null,
      ]
    }
  }

  private func info(_ current: SimulatedRelease?) -> JSONNode {
    let odd = biography.oddity
    let licence = odd == 2 ? TextMaker.licence : biography.licence
    return [
      "author": .text(biography.maintainers.first.map(accounts.login) ?? ""),
      "author_email": .text(
        odd == 6 ? "foo at bar" : biography.maintainers.first.map(accounts.mail) ?? ""),
      "bugtrack_url": .null,
      "classifiers": .texts(TextMaker.classifiers(biography.classifiers)),
      "description": .text(biography.readme),
      "description_content_type": biography.readme.isEmpty ? .null : "text/markdown",
      "docs_url": .null, "download_url": odd == 5 ? "UNKNOWN" : .null,
      "downloads": ["last_day": -1, "last_month": -1, "last_week": -1],
      "dynamic": .null, "home_page": .optional(biography.homepage),
      "keywords": keywords, "license": .optional(licence), "license_expression": .null,
      "license_files": .null, "maintainer": .null, "maintainer_email": .null,
      "name": .text(package.name),
      "package_url": "https://pypi.example/project/\(package.key)/",
      "platform": .null, "project_url": "https://pypi.example/project/\(package.key)/",
      "project_urls": projectURLs, "provides_extra": .null,
      "release_url": "https://pypi.example/project/\(package.key)/\(current?.version ?? "")/",
      "requires_dist": requiresDist, "requires_python": ">=3.9",
      "summary": odd == 5 ? "Tables\u{1}without \u{202E}fuss." : .text(biography.summary),
      "version": .text(current?.version ?? ""), "yanked": .bool(current?.isYanked ?? false),
      "yanked_reason": .null,
    ]
  }

  private var keywords: JSONNode {
    if biography.oddity == 3 { return "['count', 'sorted']" }
    return biography.keywords.isEmpty ? .null : .text(biography.keywords.joined(separator: ","))
  }

  private var projectURLs: JSONNode {
    var members: [(String, JSONNode)] = []
    if biography.oddity == 3 { members += [("Tracker", .null), ("Chat", "")] }
    if let homepage = biography.homepage { members.append(("Homepage", .text(homepage))) }
    if let page = biography.documentation { members.append(("Documentation", .text(page))) }
    if let repository = biography.repository {
      let folder = biography.directory.map { "/tree/main/\($0)" } ?? ""
      members.append(("Source", .text(repository + folder)))
    }
    return members.isEmpty ? .null : .object(members)
  }

  private var requiresDist: JSONNode {
    if biography.oddity == 6 { return .texts(requirements + [">>> not a requirement"]) }
    return requirements.isEmpty ? .null : .texts(requirements)
  }

  private func projectFile(_ file: File) -> JSONNode {
    let blake = Digests.hex(Blake2b.digest256(file.bytes))
    let md5 = Digests.hex(file.bytes, .md5)
    return [
      "comment_text": .null,
      "core-metadata": file.isWheel ? ["sha256": .text(metadataDigest(file))] : false,
      "digests": [
        "blake2b_256": .text(blake), "md5": .text(md5),
        "sha256": .text(Digests.hex(file.bytes, .sha256)),
      ],
      "downloads": -1, "filename": .text(file.name), "has_sig": false, "md5_digest": .text(md5),
      "packagetype": file.isWheel ? "bdist_wheel" : "sdist",
      "python_version": file.isWheel ? "py3" : "source",
      "requires_python": ">=3.9", "size": .int(Int64(file.bytes.count)),
      "upload_time": .text(SimulatedTime.withoutZone(uploadTime(file))),
      "upload_time_iso_8601": .text(SimulatedTime.pypi(uploadTime(file))),
      "url": .text(url(file, blake: blake)), "yanked": .bool(file.release.isYanked),
      "yanked_reason": file.release.isYanked ? "withdrawn by its author" : .null,
    ]
  }
}
