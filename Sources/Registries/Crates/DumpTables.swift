import Corpus

/// Rows of the dump on their way to crates: memory grows with crates, versions, owners and accounts.
struct DumpTables {
  /// Tables that are read; all others are passed over.
  static let wanted: Set<String> = [
    "crates", "versions", "crate_owners", "users", "teams", "default_versions", "crate_downloads",
    "crates_categories", "crates_keywords",
  ]

  /// Read where it is there: dumps before 2026 do not have it.
  static let optional: Set<String> = ["deleted_crates"]

  private struct Version {
    var id: Int64
    var crate: Int64
    var publisher: Int64?
    var facts: CrateDumpVersion
  }

  private struct Owner {
    var crate: Int64
    var account: Int64
    var isTeam: Bool
  }

  private let maximumRows: Int
  private var rows = 0
  private var seen: Set<String> = []
  private var crates: [CrateDumpRow] = []
  /// The place of a crate's row by its id.
  private var places: [Int64: Int] = [:]
  private var versions: [Version] = []
  private var owners: [Owner] = []
  private var users: [Int64: String] = [:]
  private var teams: [Int64: String] = [:]
  private var defaults: [Int64: Int64] = [:]
  private var downloads: [Int64: Int64] = [:]
  private var categories: [Int64: Int] = [:]
  private var keywords: [Int64: Int] = [:]
  private var deleted: [String: DeletedCrate] = [:]
  private var licences: [String: String] = [:]
  private var columns: [String: Int] = [:]
  private var skipped: [String: Int] = [:]

  init(maximumRows: Int) { self.maximumRows = maximumRows }

  var hasCrates: Bool { seen.contains("crates") && !crates.isEmpty }

  /// Starts a table with the places of its columns.
  mutating func begin(table: String, columns: [String: Int]) {
    self.columns = columns
    if columns["id"] != nil || columns["crate_id"] != nil { seen.insert(table) }
  }

  /// Takes one row; rows without their keys are counted and left out.
  mutating func take(_ row: CopyRow, of table: String) throws(RegistryError) {
    rows += 1
    guard rows <= maximumRows else {
      throw RegistryError(.badDump, "the dump has more than \(maximumRows) rows in table \(table)")
    }
    let isTaken =
      switch table {
      case "crates": takeCrate(row)
      case "versions": takeVersion(row)
      case "crate_owners": takeOwner(row)
      case "users": takeName(row, ["gh_login", "username", "login"], into: \.users)
      case "teams": takeName(row, ["login"], into: \.teams)
      case "default_versions": takeNumber(row, "version_id", into: \.defaults)
      case "crate_downloads": takeNumber(row, "downloads", into: \.downloads)
      case "deleted_crates": takeDeleted(row)
      case "crates_categories": countLink(row, into: \.categories)
      case "crates_keywords": countLink(row, into: \.keywords)
      default: true
      }
    if !isTaken { skipped[table, default: 0] += 1 }
  }

  private mutating func takeCrate(_ row: CopyRow) -> Bool {
    guard let id = row.int(columns["id"]), let name = row.text(columns["name"]), !name.isEmpty,
      name.utf8.count <= 256
    else { return false }
    var crate = CrateDumpRow(id: id, name: name, snapshotAt: UTCInstant(milliseconds: 0))
    crate.createdAt = instant(row, "created_at")
    crate.description = text(row, "description")
    crate.homepage = text(row, "homepage")
    crate.documentation = text(row, "documentation")
    crate.repository = text(row, "repository")
    crate.downloads = row.int(columns["downloads"])
    if let column = columns["readme"] { crate.readmeCharacters = row.scalarCount(column) ?? 0 }
    if let place = places.updateValue(crates.count, forKey: id) {
      places[id] = place
      crates[place] = crate
    } else {
      crates.append(crate)
    }
    return true
  }

  private mutating func takeVersion(_ row: CopyRow) -> Bool {
    guard let id = row.int(columns["id"]), let crate = row.int(columns["crate_id"]),
      let number = row.text(columns["num"]), !number.isEmpty, number.utf8.count <= 1024
    else { return false }
    var facts = CrateDumpVersion(
      number: number, createdAt: instant(row, "created_at"),
      licence: text(row, "license").map { shared($0) },
      isYanked: row.bool(columns["yanked"]) ?? false,
      sizeBytes: row.int(columns["crate_size"]))
    facts.keywordCount = elementCount(row, "keywords")
    facts.categoryCount = elementCount(row, "categories")
    versions.append(
      Version(id: id, crate: crate, publisher: row.int(columns["published_by"]), facts: facts))
    return true
  }

  private mutating func takeDeleted(_ row: CopyRow) -> Bool {
    guard let name = row.text(columns["name"]), !name.isEmpty, name.utf8.count <= 256 else {
      return false
    }
    let crate = DeletedCrate(
      name: name, createdAt: instant(row, "created_at"), deletedAt: instant(row, "deleted_at"),
      availableAt: instant(row, "available_at"), message: text(row, "message"))
    let key = PackageID(.crates, name).key
    if let other = deleted[key]?.deletedAt, let at = crate.deletedAt, other > at { return true }
    deleted[key] = crate
    return true
  }

  private mutating func takeOwner(_ row: CopyRow) -> Bool {
    guard let crate = row.int(columns["crate_id"]), let account = row.int(columns["owner_id"])
    else {
      return false
    }
    let isTeam = row.int(columns["owner_kind"]) == 1
    owners.append(Owner(crate: crate, account: account, isTeam: isTeam))
    return true
  }

  private mutating func takeName(
    _ row: CopyRow, _ names: [String], into table: WritableKeyPath<Self, [Int64: String]>
  ) -> Bool {
    let spellings = names.compactMap { row.text(columns[$0]) }
    guard let id = row.int(columns["id"]), let name = spellings.first(where: { !$0.isEmpty }) else {
      return false
    }
    self[keyPath: table][id] = FieldText.cut(name, to: 256)
    return true
  }

  private mutating func takeNumber(
    _ row: CopyRow, _ name: String, into table: WritableKeyPath<Self, [Int64: Int64]>
  ) -> Bool {
    guard let crate = row.int(columns["crate_id"]), let value = row.int(columns[name]) else {
      return false
    }
    self[keyPath: table][crate] = value
    return true
  }

  private mutating func countLink(
    _ row: CopyRow, into table: WritableKeyPath<Self, [Int64: Int]>
  ) -> Bool {
    guard let crate = row.int(columns["crate_id"]) else { return false }
    self[keyPath: table][crate, default: 0] += 1
    return true
  }

  /// Elements of an array column; nil when the table lacks it, 0 for NULL.
  private func elementCount(_ row: CopyRow, _ name: String) -> Int? {
    guard let column = columns[name] else { return nil }
    return row.field(column).flatMap { PostgresArray.elements($0) }?.compactMap { $0 }.count ?? 0
  }

  private func text(_ row: CopyRow, _ name: String) -> String? {
    row.text(columns[name]).flatMap { FieldText.trimmed(FieldText.cut($0)) }
  }

  private func instant(_ row: CopyRow, _ name: String) -> UTCInstant? {
    row.field(columns[name]).flatMap { ReleaseTime.parse($0) }
  }

  /// The same few licences stand in millions of rows: one string each.
  private mutating func shared(_ licence: String) -> String {
    if let known = licences[licence] { return known }
    if licences.count < 10_000 { licences[licence] = licence }
    return licence
  }

  // MARK: Joining

  /// Joins the tables; leaves the value empty.
  mutating func dump(at timestamp: UTCInstant) -> CratesDump {
    let time = ReleaseTime(observedAt: timestamp)
    for place in crates.indices {
      crates[place].snapshotAt = timestamp
      crates[place].createdAt = crates[place].createdAt.flatMap(time.accept)
    }
    joinVersions(time)
    joinOwners()
    joinCounts()
    var byKey: [String: CrateDumpRow] = [:]
    byKey.reserveCapacity(crates.count)
    // Two rows of one key cannot be in one registry; the younger id is kept.
    for crate in crates {
      let key = PackageID(.crates, crate.name).key
      if let other = byKey[key], other.id > crate.id { continue }
      byKey[key] = crate
    }
    crates = []
    let names = byKey.values.map(\.name).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return CratesDump(
      timestamp: timestamp, crates: byKey, names: names, deleted: deleted, remarks: remarks())
  }

  private mutating func joinVersions(_ time: ReleaseTime) {
    for version in versions {
      guard let place = places[version.crate] else { continue }
      var facts = version.facts
      facts.createdAt = facts.createdAt.flatMap(time.accept)
      facts.publisher = version.publisher.flatMap { users[$0] }
      crates[place].versions.append(facts)
      if defaults[version.crate] == version.id { crates[place].defaultVersion = facts.number }
    }
    versions = []
  }

  private mutating func joinOwners() {
    guard seen.contains("crate_owners"), seen.contains("users") else { return }
    for place in crates.indices { crates[place].owners = [] }
    for owner in owners {
      guard let name = owner.isTeam ? teams[owner.account] : users[owner.account],
        let place = places[owner.crate]
      else { continue }
      crates[place].owners?.append(name)
    }
    for place in crates.indices {
      crates[place].owners?.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
    owners = []
  }

  private mutating func joinCounts() {
    for place in crates.indices {
      let id = crates[place].id
      if seen.contains("crates_keywords") { crates[place].keywordCount = keywords[id] ?? 0 }
      if seen.contains("crates_categories") { crates[place].categoryCount = categories[id] ?? 0 }
      if seen.contains("crate_downloads") { crates[place].downloads = downloads[id] ?? 0 }
    }
  }

  private func remarks() -> [String] {
    let missing = Self.wanted.subtracting(seen).sorted().map {
      "table \($0) is missing or has no key"
    }
    let left = skipped.sorted { $0.key < $1.key }.map {
      "\($0.value) rows of \($0.key) lack their keys"
    }
    return missing + left
  }
}
