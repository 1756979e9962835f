import Corpus
import Foundation
import Synchronization

/// Answers requests to all registries of a world; knows nothing about sockets.
struct WorldRouter: Sendable {
  let world: World
  private let cache = ReplyCache()
  private let journalCalls = CallCounter()
  private let git: GitWorld

  init(_ world: World) {
    self.world = world
    git = GitWorld(world)
  }

  /// The answer to one request, before conditions are looked at.
  func answer(_ request: SimulatorRequest) -> SimulatorReply {
    let segments = request.segments
    let rest = Array(segments.dropFirst())
    switch segments.first {
    case "pypi": return pypi(rest, request)
    case "packages" where rest.count == 4: return pypiFile(rest[3])
    case "npm": return npm(rest, request)
    case "npm-replicate": return replicate(rest, request)
    case "crates-index": return index(rest)
    case "crates-dump" where rest.first == "rss":
      return cache.reply("crates-rss \(rest.last ?? "")") {
        CratesNews(world: world).reply(to: rest.last ?? "")
      }
    case "crates-dump": return dump()
    case "crates-static": return crateFile(rest)
    case "git" where !rest.isEmpty: return git.answer(rest, request)
    default: return .missing()
    }
  }

  private func package(_ ecosystem: Ecosystem, _ name: String) -> SimulatedPackage? {
    world.package(PackageID(ecosystem, name))
  }

  // MARK: PyPI

  private func pypi(_ path: [String], _ request: SimulatorRequest) -> SimulatorReply {
    switch (path.first, path.count) {
    case ("simple", 1): return pypiIndex(asJSON: wantsJSON(request))
    case ("simple", 2): return pypiDetail(path[1], asJSON: wantsJSON(request), request)
    case ("pypi", 1):
      return journalCalls.take(of: world.configuration.journalCalls)
        ? PyPIRemoteCalls(world: world).reply(to: request) : PyPIRemoteCalls.throttled
    case ("pypi", 3) where path[2] == "json": return pypiProject(path[1])
    case ("integrity", 5): return provenance(path[1], version: path[2], file: path[3])
    default: return .missing()
    }
  }

  private static let simpleJSON = "application/vnd.pypi.simple.v1+json"

  private func wantsJSON(_ request: SimulatorRequest) -> Bool {
    request.query["format"].map { $0 == Self.simpleJSON } ?? request.accepts(Self.simpleJSON)
  }

  private func pypiIndex(asJSON: Bool) -> SimulatorReply {
    cache.reply("pypi-index \(asJSON)") {
      guard let population = world.population(.pypi) else { return .missing() }
      let listing = PyPIListing(population: population, now: world.now.milliseconds)
      let serial = HeaderField("X-PyPI-Last-Serial", String(population.lastSerial))
      return asJSON
        ? .found(Self.simpleJSON, listing.json(), [serial])
        : .found(SimulatorReply.html, listing.html(), [serial])
    }
  }

  private func pypiDetail(
    _ name: String, asJSON: Bool, _ request: SimulatorRequest
  ) -> SimulatorReply {
    let key = PackageID.normalise(name, in: .pypi)
    guard key == name, request.path.hasSuffix("/") else {
      return .moved(to: "/pypi/simple/\(key)/")
    }
    return cache.reply("pypi-detail \(asJSON) \(key)") {
      guard let package = package(.pypi, key) else { return .missing() }
      let presence = world.presence(of: package)
      guard presence != .gone else { return .missing() }
      let documents = world.pypi(package)
      let isQuarantined = presence == .quarantined
      let serial = HeaderField("X-PyPI-Last-Serial", String(package.serial))
      return asJSON
        ? .found(
          Self.simpleJSON, documents.simpleDetail(isQuarantined: isQuarantined), [serial])
        : .found(
          SimulatorReply.html, documents.simplePage(isQuarantined: isQuarantined), [serial])
    }
  }

  private func pypiProject(_ name: String) -> SimulatorReply {
    cache.reply("pypi-project \(name)") {
      guard let package = package(.pypi, name),
        let body = world.document(.projectJSON, package)
      else { return .missing("{\"message\": \"Not Found\"}") }
      let serial = HeaderField("X-PyPI-Last-Serial", String(package.serial))
      return .found(SimulatorReply.json, body, [serial])
    }
  }

  /// A wheel, a source distribution, or a wheel's metadata, found by its name alone.
  private func pypiFile(_ name: String) -> SimulatorReply {
    let wantsMetadata = name.hasSuffix(".metadata")
    let name = wantsMetadata ? String(name.dropLast(9)) : name
    guard let dash = name.firstIndex(of: "-"),
      let package = package(.pypi, String(name[..<dash]))
    else { return .missing() }
    let documents = world.pypi(package)
    let files = documents.biography.releases.lazy.flatMap(documents.files)
    guard let file = files.first(where: { $0.name == name }) else { return .missing() }
    return .found(
      "application/octet-stream", wantsMetadata ? documents.metadata(of: file) : file.bytes)
  }

  private func provenance(_ name: String, version: String, file: String) -> SimulatorReply {
    guard let package = package(.pypi, name), world.presence(of: package) == .active,
      let body = world.pypi(package).provenance(
        version: version, file: file, commit: git.commit(of: version, package))
    else { return .missing("{\"message\": \"No provenance available for this file\"}") }
    return .found("application/vnd.pypi.integrity.v1+json", body)
  }

  // MARK: npm

  private func npm(_ path: [String], _ request: SimulatorRequest) -> SimulatorReply {
    var path = path
    if path.starts(with: ["-", "npm", "v1", "attestations"]) {
      return attestations(path.dropFirst(4).joined(separator: "/"))
    }
    if let scope = path.first, scope.hasPrefix("@"), !scope.contains("/"), path.count > 1 {
      path.replaceSubrange(0...1, with: [scope + "/" + path[1]])
    }
    guard let name = path.first, let package = package(.npm, name) else { return .missing() }
    switch path.count {
    case 1: return packument(package, request)
    case 2: return manifest(package, path[1])
    case 3 where path[1] == "-": return tarball(package, path[2])
    default: return .missing()
    }
  }

  /// The attestations of `NAME@VERSION`.
  private func attestations(_ id: String) -> SimulatorReply {
    guard let at = id.lastIndex(of: "@"), let package = package(.npm, String(id[..<at])),
      world.presence(of: package) == .active
    else { return .missing() }
    let version = String(id[id.index(after: at)...])
    let body = world.npm(package).attestations(
      version: version, commit: git.commit(of: version, package))
    return body.map { .found(SimulatorReply.json, $0) } ?? .missing()
  }

  private func packument(
    _ package: SimulatedPackage, _ request: SimulatorRequest
  ) -> SimulatorReply {
    let type = "application/vnd.npm.install-v1+json"
    let isShort = request.accepts(type)
    return cache.reply("npm \(isShort) \(package.name)") {
      let presence = world.presence(of: package)
      let documents = world.npm(package)
      let modified = HeaderField("Last-Modified", SimulatedTime.http(package.changedAt))
      return isShort
        ? .found(type, documents.abbreviated(presence), [modified])
        : .found(SimulatorReply.json, documents.packument(presence), [modified])
    }
  }

  private func manifest(_ package: SimulatedPackage, _ version: String) -> SimulatorReply {
    guard world.presence(of: package) == .active,
      let body = world.npm(package).manifest(named: version)
    else { return .missing("\"version not found: \(version)\"") }
    return .found(SimulatorReply.json, body)
  }

  private func tarball(_ package: SimulatedPackage, _ file: String) -> SimulatorReply {
    let documents = world.npm(package)
    guard world.presence(of: package) == .active,
      let release = documents.biography.releases.first(where: {
        file.hasSuffix("-\($0.version).tgz")
      })
    else { return .missing() }
    return .found("application/octet-stream", documents.tarball(release))
  }

  private func replicate(_ path: [String], _ request: SimulatorRequest) -> SimulatorReply {
    guard let population = world.population(.npm) else { return .missing() }
    let feed = NpmFeed(population: population, now: world.now.milliseconds)
    switch path.last ?? "registry" {
    case "registry": return .found(SimulatorReply.json, feed.status())
    case "_changes": return feed.changes(request.query)
    case "_all_docs": return feed.allDocs(request.query)
    default: return .missing()
    }
  }

  // MARK: crates.io

  private func index(_ path: [String]) -> SimulatorReply {
    if path == ["config.json"] {
      let body = CratesDocuments.configuration(origin: world.configuration.documentOrigin)
      return .found(SimulatorReply.json, body)
    }
    guard let name = path.last, let package = package(.crates, name),
      CratesDocuments.indexPath(package.name) == path.joined(separator: "/")
    else { return .missing() }
    return cache.reply("crates \(name)") {
      guard let body = world.document(.indexFile, package) else { return .missing() }
      let modified = HeaderField("Last-Modified", SimulatedTime.http(package.changedAt))
      return .found("text/plain", body, [modified])
    }
  }

  private func dump() -> SimulatorReply {
    cache.reply("crates-dump") {
      let night = world.lastNight
      guard let body = try? night.databaseDump() else {
        return SimulatorReply(500, "text/plain", Array("the dump failed".utf8))
      }
      let modified = HeaderField("Last-Modified", SimulatedTime.http(night.now.milliseconds))
      return .found("application/gzip", body, [modified])
    }
  }

  private func crateFile(_ path: [String]) -> SimulatorReply {
    guard path.count == 3, let package = package(.crates, path[1]),
      world.presence(of: package) == .active,
      let release = world.biography(of: package).releases.first(where: {
        path[2] == "\(package.name)-\($0.version).crate"
      })
    else { return .missing() }
    return .found("application/gzip", PackageFiles.crate(package.name, release.version))
  }
}

/// Counts calls to something that answers so many and no more.
final class CallCounter: Sendable {
  private let calls = Mutex(0)

  /// Takes one call; false when the limit is reached.
  func take(of limit: Int) -> Bool {
    calls.withLock { calls in
      calls += 1
      return calls <= limit
    }
  }
}
