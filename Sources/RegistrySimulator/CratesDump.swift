import Corpus

/// Makes the database dump of crates.io: one table after the other, in one pass over the crates.
struct CratesDump {
  private var crates = CSVText([
    "created_at", "description", "documentation", "homepage", "id", "max_features",
    "max_upload_size", "name", "readme", "repository", "trustpub_only", "updated_at",
  ])
  private var versions = CSVText([
    "bin_names", "categories", "crate_id", "crate_size", "created_at", "description",
    "documentation", "downloads", "edition", "features", "has_lib", "homepage", "id", "keywords",
    "license", "links", "num", "num_no_build", "published_by", "repository", "rust_version",
    "tar_sha256", "updated_at", "yanked", "zip_json_sha256", "zip_sha256",
  ])
  private var dependencies = CSVText([
    "crate_id", "default_features", "explicit_name", "features", "id", "kind", "optional", "req",
    "target", "version_id",
  ])
  private var owners = CSVText([
    "crate_id", "created_at", "created_by", "owner_id", "owner_kind",
  ])
  private var users = CSVText(["created_at", "gh_id", "gh_login", "id", "name", "username"])
  private var teams = CSVText(["avatar", "github_id", "id", "login", "name", "org_id"])
  private var defaults = CSVText(["crate_id", "num_versions", "version_id"])
  private var downloads = CSVText(["crate_id", "downloads"])
  private var cratesCategories = CSVText(["category_id", "crate_id"])
  private var cratesKeywords = CSVText(["crate_id", "keyword_id"])
  private var deleted = CSVText([
    "available_at", "created_at", "deleted_at", "deleted_by", "id", "message", "name",
  ])
  private var seenUsers: Set<Int> = []
  private var keywordIDs: [String: Int] = [:]
  private var totalDownloads = 0
  /// Nil when only names are known.
  private let world: World?
  private let now: Int64

  private init(_ world: World?, now: Int64) {
    self.world = world
    self.now = now
  }

  /// The row identifier of a crate.
  static func identifier(_ package: SimulatedPackage) -> Int { package.number + 1 }

  /// The name of the dump's root folder, as `2026-01-01-020000`.
  static func root(_ now: Int64) -> String {
    SimulatedTime.withoutZone(now).replacing("T", with: "-").replacing(":", with: "")
  }

  /// The dump as a gzipped tar archive.
  static func archive(_ world: World) throws(SimulatorError) -> [UInt8] {
    try Archives.make(.tarball, entries(world))
  }

  /// A dump of crates of which only position and name are known.
  static func archive(
    names: [(position: Int, name: String)], now: Int64
  ) throws(SimulatorError) -> [UInt8] {
    var dump = CratesDump(nil, now: now)
    let time = SimulatedTime.postgres(SimulatedTime.firstNight)
    for (position, name) in names {
      dump.crates.add([
        time, nil, nil, nil, String(position + 1), nil, nil, name, nil, nil, "f", time,
      ])
    }
    return try Archives.make(.tarball, dump.files())
  }

  /// The dump's files.
  static func entries(_ world: World) -> [Archives.Entry] {
    var dump = CratesDump(world, now: world.now.milliseconds)
    for package in world.packages(.crates) {
      if world.presence(of: package) == .active {
        dump.add(package)
      } else {
        dump.addDeleted(package)
      }
    }
    return dump.files()
  }

  // MARK: Rows

  private mutating func add(_ package: SimulatedPackage) {
    guard let biography = world?.biography(of: package) else { return }
    addCrate(package, biography)
    let id = Self.identifier(package)
    for (index, release) in biography.releases.enumerated() {
      addVersion(release, id: id * 1000 + index, of: package, biography)
    }
    addOwners(biography, of: package)
    addTaxonomy(biography, crate: id)
    if let current = biography.current,
      let index = biography.releases.lastIndex(of: current)
    {
      let count = String(biography.releases.count)
      defaults.add([String(id), count, String(id * 1000 + index)])
    }
    downloads.add([String(id), String(biography.downloads)])
    totalDownloads += biography.downloads
  }

  private mutating func addCrate(_ package: SimulatedPackage, _ biography: Biography) {
    crates.add([
      SimulatedTime.postgres(biography.releases.first?.time ?? now), biography.summary,
      biography.documentation, biography.homepage, String(Self.identifier(package)), nil, nil,
      package.name, biography.readme.isEmpty ? nil : biography.readme, Self.claim(biography), "f",
      SimulatedTime.postgres(package.changedAt),
    ])
  }

  private static func claim(_ biography: Biography) -> String? {
    if biography.oddity == 1 { return "see the readme, or ask" }
    return biography.repository.map { repository in
      repository + (biography.directory.map { "/tree/main/\($0)" } ?? "")
    }
  }

  private mutating func addVersion(
    _ release: SimulatedRelease, id: Int, of package: SimulatedPackage, _ biography: Biography
  ) {
    let archive = PackageFiles.crate(package.name, release.version)
    let licence = biography.oddity == 2 ? nil : biography.licence
    versions.add([
      "{}", "{}", String(Self.identifier(package)),
      String(archive.count + 900 * biography.extraFiles),
      SimulatedTime.postgres(release.time), biography.summary, biography.documentation,
      String(biography.downloads / max(1, biography.releases.count)), "2021", "{}", "t",
      biography.homepage, String(id), "{\(biography.keywords.joined(separator: ","))}", licence,
      nil, release.version, release.version, String(user(release.publisher)),
      Self.claim(biography), nil, "\\x" + Digests.hex(archive, .sha256),
      SimulatedTime.postgres(release.time), release.isYanked ? "t" : "f", nil, nil,
    ])
    for (index, name) in biography.dependencies.enumerated() {
      guard let target = world?.package(PackageID(.crates, name)) else { continue }
      dependencies.add([
        String(Self.identifier(target)), "t", nil, "{}",
        String(id * 20 + index), "0", "f", ">=0.1.0", nil, String(id),
      ])
    }
  }

  private mutating func addOwners(_ biography: Biography, of package: SimulatedPackage) {
    let id = String(Self.identifier(package))
    let created = SimulatedTime.postgres(biography.releases.first?.time ?? now)
    for account in biography.maintainers {
      owners.add([id, created, nil, String(user(account)), "0"])
    }
  }

  /// The identifier of an account's row, which is added when it is new.
  private mutating func user(_ account: Int) -> Int {
    let id = account + 1
    if seenUsers.insert(id).inserted {
      let login = world?.accounts(.crates).login(account)
      users.add([
        "2015-01-01 00:00:00+00", String(id * 7 + 100), login, String(id), login, login,
      ])
    }
    return id
  }

  private mutating func addTaxonomy(_ biography: Biography, crate: Int) {
    for keyword in Set(biography.keywords).sorted() {
      let id = keywordIDs[keyword] ?? keywordIDs.count + 1
      keywordIDs[keyword] = id
      cratesKeywords.add([String(crate), String(id)])
    }
    for category in 0..<min(5, biography.classifiers) {
      cratesCategories.add([String(category + 1), String(crate)])
    }
  }

  private mutating func addDeleted(_ package: SimulatedPackage) {
    guard let biography = world?.biography(of: package) else { return }
    let message =
      package.isMalicious && package.takenDownAt != nil ? "removed for breaking the rules" : nil
    deleted.add([
      SimulatedTime.postgres(package.changedAt + SimulatedTime.day),
      SimulatedTime.postgres(biography.releases.first?.time ?? now),
      SimulatedTime.postgres(package.changedAt), nil, String(Self.identifier(package)), message,
      package.name,
    ])
  }

  // MARK: Files

  private func files() -> [Archives.Entry] {
    let root = Self.root(now)
    let tables: [(String, CSVText)] = [
      ("categories", categoryTable()), ("crate_downloads", downloads), ("crate_owners", owners),
      ("crates", crates), ("crates_categories", cratesCategories),
      ("crates_keywords", cratesKeywords), ("default_versions", defaults),
      ("deleted_crates", deleted), ("dependencies", dependencies), ("keywords", keywordTable()),
      ("metadata", metadataTable()), ("teams", teams), ("users", users), ("versions", versions),
    ]
    let metadata: JSONNode = [
      "timestamp": .text(SimulatedTime.seconds(now)),
      "crates_io_commit": .text(String(repeating: "0", count: 40)),
    ]
    return [
      .init("\(root)/README.md", "# Dump of a simulated registry\n\nOne CSV file per table.\n"),
      .init("\(root)/metadata.json", metadata.bytes()),
      .init("\(root)/schema.sql", "-- The tables are described by their headers.\n"),
    ] + tables.map { .init("\(root)/data/\($0.0).csv", $0.1.bytes) }
  }

  private func categoryTable() -> CSVText {
    var table = CSVText([
      "category", "crates_cnt", "created_at", "description", "id", "path", "slug",
    ])
    for index in 1...5 {
      let slug = "category-\(index)"
      table.add([
        "Category \(index)", "0", "2017-01-17 19:13:05.112025+00", "", String(index), slug, slug,
      ])
    }
    return table
  }

  private func keywordTable() -> CSVText {
    var table = CSVText(["crates_cnt", "created_at", "id", "keyword"])
    for (keyword, id) in keywordIDs.sorted(by: { $0.value < $1.value }) {
      table.add(["0", "2017-01-17 19:13:05.1+00", String(id), keyword])
    }
    return table
  }

  private func metadataTable() -> CSVText {
    var table = CSVText(["total_downloads"])
    table.add([String(totalDownloads)])
    return table
  }
}
