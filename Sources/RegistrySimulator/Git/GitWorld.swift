import Corpus
import Synchronization

/// The git hosts of a world: repositories made from the packages that truly come from them.
///
/// Whether one exists follows from archetype and number, never from malice, as everything a package shows.
final class GitWorld: Sendable {
  private let world: World
  /// Packages by `host/owner/name` of the repository they come from; made at the first question.
  private let origins = Mutex<[String: [SimulatedPackage]]?>(nil)

  init(_ world: World) { self.world = world }

  /// The repository of this key; nil when the host does not know it.
  func repository(_ key: String) -> GitRepository? {
    let packages = origins.withLock { origins in
      if origins == nil { origins = makeOrigins() }
      return origins?[key]
    }
    guard let packages else { return nil }
    let events = packages.flatMap(events)
    return events.isEmpty ? nil : GitRepository(events)
  }

  /// The commit a release was built from: that of its tag, where it has one.
  func commit(of version: String, _ package: SimulatedPackage) -> String {
    let url = world.biography(of: package).repository
    let repository = url.flatMap { self.repository(Self.key($0)) }
    let tag = repository?.tags.first {
      $0.name == version || $0.name == "v\(version)" || $0.name.hasSuffix("@\(version)")
    }
    if let repository, let tag { return repository.commits[tag.commit].object.id }
    return Digests.hex(Array("\(package.key) \(version)".utf8), .sha1)
  }

  private func makeOrigins() -> [String: [SimulatedPackage]] {
    var origins: [String: [SimulatedPackage]] = [:]
    for ecosystem in world.configuration.ecosystems.sorted() {
      for package in world.packages(ecosystem) where package.archetype != .neglected {
        let biography = world.biography(of: package)
        guard let url = biography.repository, !biography.isRepositoryBorrowed else { continue }
        // A package that joins a shared repository later would bring old commits and change all that follow.
        guard biography.directory == nil || package.number % 4 == 0 else { continue }
        origins[Self.key(url), default: []].append(package)
      }
    }
    return origins
  }

  /// `https://github.com/Owner/Name` as `github.com/owner/name`.
  static func key(_ url: String) -> String {
    url.replacing("https://", with: "").lowercased()
  }

  /// What one package did to its repository: work, releases with tags, now and then a tag made anew.
  private func events(_ package: SimulatedPackage) -> [GitRepository.Event] {
    guard var random = world.population(package.ecosystem)?.random(9, package.number),
      random.chance(package.archetype == .hobby ? 0.85 : 0.98)
    else { return [] }
    let biography = world.biography(of: package)
    // Not the maintainers, who change: what was committed once stays as it was.
    let people = (0...package.number / 4 % 4).map { "dev-\(package.number)-\($0)" }
    let base = package.name.split(separator: "/").last.map(String.init) ?? package.name
    let prefix = biography.directory == nil ? (random.chance(0.8) ? "v" : "") : "\(base)@"
    let isAnnotated = random.chance(0.5)
    let tagged = package.archetype == .hobby ? 0.7 : 0.93
    var events: [GitRepository.Event] = []
    var last: Int64 = 0
    for release in biography.releases {
      let time = release.time / 1000 - Int64(random.within(60...2400))
      for _ in 0..<random.within(0...3) {
        let earlier = time - Int64(random.within(3600...2_400_000))
        let author = random.pick(people)
        // New work comes on top of the last release, also when that release's tag was made anew.
        guard biography.directory == nil, earlier > last + 31 * 3600 else { continue }
        events.append(.init(time: earlier, author: author))
      }
      last = time
      let name = random.chance(tagged) ? prefix + release.version : nil
      events.append(
        .init(
          time: time, author: random.pick(people), tag: name,
          taggedAt: isAnnotated ? time + Int64(random.within(1...60)) : nil))
      let movedAt = time + 30 * 3600
      if random.chance(0.01), let name, movedAt * 1000 <= world.now.milliseconds {
        events.append(.init(time: movedAt, author: people[0], tag: name, taggedAt: movedAt))
      }
    }
    return events
  }
}

extension GitWorld {
  /// Answers `/git/HOST/OWNER/NAME.git/…`; the segments are those behind `git`.
  func answer(_ path: [String], _ request: SimulatorRequest) -> SimulatorReply {
    if path.count == 1 { return SimulatorReply(200, SimulatorReply.html, []) }
    guard let end = path.firstIndex(where: { $0.hasSuffix(".git") }) else { return .missing() }
    let key = path[...end].joined(separator: "/").dropLast(4).lowercased()
    guard let repository = repository(key) else { return .missing() }
    let uncached = [HeaderField("Cache-Control", "no-cache")]
    switch Array(path[(end + 1)...]) {
    case ["info", "refs"] where request.query["service"] == "git-upload-pack":
      return SimulatorReply(
        200, "application/x-git-upload-pack-advertisement", GitUploadPack.advertisement(), uncached)
    case ["git-upload-pack"] where request.method == "POST":
      let isPacked = request.headers.value("Content-Encoding") == "gzip"
      guard let body = isPacked ? Archives.gunzip(request.body) : request.body else {
        return SimulatorReply(400, SimulatorReply.html, [])
      }
      return SimulatorReply(
        200, "application/x-git-upload-pack-result",
        GitUploadPack(repository: repository).answer(body), uncached)
    default: return .missing()
    }
  }
}
