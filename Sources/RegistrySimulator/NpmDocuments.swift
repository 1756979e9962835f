import Corpus
import Foundation

/// Renders the npm documents of one package.
struct NpmDocuments {
  let package: SimulatedPackage
  let biography: Biography
  let accounts: Accounts
  /// Where tarballs are, as `http://127.0.0.1:8000`.
  let origin: String

  /// The revision of the document, as `12-0123456789abcdef`.
  static func revision(_ package: SimulatedPackage) -> String {
    var random = SplitMix64(seed: UInt64(package.number), UInt64(package.revision))
    return "\(package.revision)-\(Digests.hex(Digests.bytes(random.next())))"
  }

  /// The part of the name after the scope.
  private var base: String { package.name.split(separator: "/").last.map(String.init) ?? "" }

  private func person(_ account: Int) -> JSONNode {
    ["email": .text(accounts.mail(account)), "name": .text(accounts.login(account))]
  }

  private var people: JSONNode { .list(biography.maintainers.map(person)) }

  // MARK: Full document

  /// The full document as the registry presents the package.
  func packument(_ presence: Presence) -> [UInt8] {
    switch presence {
    case .unpublished: unpublished().bytes()
    case .holder: holder().bytes()
    default: full().bytes()
    }
  }

  private func full() -> JSONNode {
    let odd = biography.oddity
    var members: [(String, JSONNode)] = [
      ("_id", .text(package.name)), ("_rev", .text(Self.revision(package))),
      ("name", .text(package.name)), ("dist-tags", tags),
      ("versions", .object(biography.releases.map { ($0.version, manifest($0)) })),
    ]
    if odd != 2 { members.append(("time", times)) }
    if odd != 6 { members.append(("maintainers", people)) }
    members.append(("description", .text(biography.summary)))
    members += descriptive
    members.append(("readme", readme))
    members.append(("readmeFilename", biography.readme.isEmpty ? "" : "README.md"))
    return .object(members)
  }

  private var readme: JSONNode {
    .text(biography.readme.isEmpty ? "ERROR: No README data found!" : biography.readme)
  }

  private var tags: JSONNode {
    let latest = biography.oddity == 3 ? "99.0.0" : biography.current?.version ?? ""
    return ["latest": .text(latest)]
  }

  private var times: JSONNode {
    var members: [(String, JSONNode)] = [
      ("created", .text(SimulatedTime.npm(biography.releases.first?.time ?? 0))),
      ("modified", .text(SimulatedTime.npm(package.changedAt))),
    ]
    for release in biography.releases {
      members.append((release.version, .text(SimulatedTime.npm(release.time))))
    }
    if biography.directory != nil, biography.releases.count > 3 {
      members.append(("0.0.9", .text(SimulatedTime.npm(biography.releases[0].time + 5000))))
    }
    return .object(members)
  }

  /// Fields of the manifest that the document repeats at its top.
  private var descriptive: [(String, JSONNode)] {
    var members: [(String, JSONNode)] = []
    if let homepage = biography.homepage { members.append(("homepage", .text(homepage))) }
    if biography.oddity == 5 {
      members.append(("keywords", "sorted, tables"))
      members.append(("license", ["type": "MIT", "url": "https://licence.example/mit"]))
    } else {
      if !biography.keywords.isEmpty { members.append(("keywords", .texts(biography.keywords))) }
      if let licence = biography.licence { members.append(("license", .text(licence))) }
    }
    if let repository = biography.repository { members.append(("repository", claim(repository))) }
    return members
  }

  private func claim(_ repository: String) -> JSONNode {
    if biography.oddity == 1 { return .text(repository) }
    var members: [(String, JSONNode)] = [
      ("type", "git"), ("url", .text("git+\(repository).git")),
    ]
    if let directory = biography.directory { members.append(("directory", .text(directory))) }
    return .object(members)
  }

  // MARK: Versions

  /// The `package.json` of one release.
  private func authored(_ release: SimulatedRelease) -> [(String, JSONNode)] {
    var members: [(String, JSONNode)] = [
      ("name", .text(package.name)), ("version", .text(release.version)),
      ("description", .text(biography.summary)), ("main", "index.js"),
    ]
    members += descriptive
    if biography.hasTypes { members.append(("types", "index.d.ts")) }
    if biography.hasInstallHook {
      members.append(("scripts", ["postinstall": "node index.js"]))
    }
    members.append(("dependencies", dependencies))
    return members
  }

  private var dependencies: JSONNode {
    if biography.oddity == 4 { return .null }
    return .object(biography.dependencies.map { ($0, ">=0.1.0") })
  }

  /// The tarball of one release.
  func tarball(_ release: SimulatedRelease) -> [UInt8] {
    PackageFiles.npmTarball(JSONNode.object(authored(release)).bytes())
  }

  private func manifest(_ release: SimulatedRelease) -> JSONNode {
    var members = authored(release)
    members.append(("_id", "\(package.name)@\(release.version)"))
    members.append(("_nodeVersion", "22.12.0"))
    members.append(("_npmVersion", "10.9.0"))
    members.append(("_npmUser", person(release.publisher)))
    members.append(("maintainers", people))
    members.append(("dist", distribution(release)))
    if isDeprecated(release) { members.append(("deprecated", "no longer kept up")) }
    return .object(members)
  }

  private func isDeprecated(_ release: SimulatedRelease) -> Bool {
    biography.isDeprecated || release.isYanked
  }

  private func distribution(_ release: SimulatedRelease) -> JSONNode {
    let tarball = tarball(release)
    let integrity = Data(Digests.digest(tarball, .sha512)).base64EncodedString()
    var members: [(String, JSONNode)] = [
      ("shasum", .text(Digests.hex(tarball, .sha1))), ("integrity", "sha512-\(integrity)"),
      ("tarball", .text(url(release))), ("fileCount", .int(Int64(2 + biography.extraFiles))),
      ("unpackedSize", .int(Int64(600 + 900 * biography.extraFiles))),
    ]
    if release.isAttested {
      let id = "\(package.name.replacing("/", with: "%2f"))@\(release.version)"
      members.append(
        (
          "attestations",
          [
            "url": "\(origin)/npm/-/npm/v1/attestations/\(id)",
            "provenance": ["predicateType": "https://slsa.dev/provenance/v1"],
          ]
        ))
    }
    return .object(members)
  }

  /// The attestations of one version; nil when there are none.
  func attestations(version: String, commit: String) -> [UInt8]? {
    guard let release = biography.releases.first(where: { $0.version == version }),
      release.isAttested
    else { return nil }
    let identity = biography.build(
      of: release, package: package, accounts: accounts, commit: commit)
    let purl = PackageID(.npm, package.name).purl
    return AttestationDocuments(identity: identity).attestations(
      purl: "\(purl)@\(version)", name: package.name, version: version,
      sha512: Digests.hex(tarball(release), .sha512))
  }

  private func url(_ release: SimulatedRelease) -> String {
    "\(origin)/npm/\(package.name)/-/\(base)-\(release.version).tgz"
  }

  // MARK: Other forms

  /// The install form.
  func abbreviated(_ presence: Presence) -> [UInt8] {
    guard presence == .active else { return packument(presence) }
    let versions = biography.releases.map { release -> (String, JSONNode) in
      var members: [(String, JSONNode)] = [
        ("name", .text(package.name)), ("version", .text(release.version)),
        ("dependencies", dependencies), ("dist", distribution(release)),
      ]
      if biography.hasInstallHook { members.append(("hasInstallScript", true)) }
      if isDeprecated(release) { members.append(("deprecated", "no longer kept up")) }
      return (release.version, .object(members))
    }
    let node: JSONNode = [
      "name": .text(package.name), "dist-tags": tags, "versions": .object(versions),
      "modified": .text(SimulatedTime.npm(package.changedAt)),
    ]
    return node.bytes()
  }

  /// The manifest of a version or tag; nil when there is none.
  func manifest(named name: String) -> [UInt8]? {
    let release =
      name == "latest"
      ? biography.current : biography.releases.first { $0.version == name }
    return release.map { manifest($0).bytes() }
  }

  private func unpublished() -> JSONNode {
    var times: [(String, JSONNode)] = [
      ("created", .text(SimulatedTime.npm(biography.releases.first?.time ?? 0))),
      ("modified", .text(SimulatedTime.npm(package.changedAt))),
    ]
    for release in biography.releases {
      times.append((release.version, .text(SimulatedTime.npm(release.time))))
    }
    times.append(
      (
        "unpublished",
        [
          "time": .text(SimulatedTime.npm(package.changedAt)),
          "versions": .texts(biography.releases.map(\.version)),
        ]
      ))
    return [
      "_id": .text(package.name), "_rev": .text(Self.revision(package)),
      "name": .text(package.name), "time": .object(times),
    ]
  }

  private func holder() -> JSONNode {
    let version = "0.0.1-security"
    let release = SimulatedRelease(version: version, time: package.changedAt, publisher: 0)
    let npm: JSONNode = ["email": "npm@mail.example", "name": "npm"]
    let fields: [(String, JSONNode)] = [
      ("description", "security holding package"),
      ("repository", ["type": "git", "url": "git+https://github.com/npm/security-holder.git"]),
      ("maintainers", [npm]),
    ]
    let manifest: [(String, JSONNode)] =
      [
        ("name", .text(package.name)), ("version", .text(version)),
        ("_id", "\(package.name)@\(version)"), ("_npmUser", npm), ("dist", distribution(release)),
      ] + fields
    let times: JSONNode = [
      "created": .text(SimulatedTime.npm(biography.releases.first?.time ?? 0)),
      "modified": .text(SimulatedTime.npm(package.changedAt)),
      version: .text(SimulatedTime.npm(package.changedAt)),
    ]
    return .object(
      [
        ("_id", .text(package.name)), ("_rev", .text(Self.revision(package))),
        ("name", .text(package.name)), ("dist-tags", ["latest": .text(version)]),
        ("versions", [version: .object(manifest)]), ("time", times),
        ("readme", "# Security holding package\n"),
      ] + fields)
  }
}
