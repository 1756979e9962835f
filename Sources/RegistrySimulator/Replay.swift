package import Corpus
import Foundation

/// Where a recorded document is served.
package struct ReplayPlacement: Sendable, Equatable {
  /// Relative to the replay folder.
  package var file: String
  package var ecosystem: Ecosystem
  /// The package that has the document: its own, or one made up for documents about none.
  package var name: String
  /// The document's route: `projectJSON`, `simpleDetail`, `packument` or `indexFile`.
  package var kind: DocumentKind
  /// PyPI simple pages in HTML: clients that do not ask for JSON are served these first.
  package var isPage: Bool
  /// The first day on which it is served; a package's last document stays.
  package var day: Int
}

/// Recorded documents arranged as packages of three registries.
///
/// A folder holds `MANIFEST.csv` and files, or is a crates.io index with `config.json`, which may
/// also be a `.tar.zst` of one. The k-th document of a package is served on day k, oldest first.
package struct Replay: Sendable {
  /// One document that is served.
  struct Item: Sendable {
    var placement: ReplayPlacement
    var status: Int
    /// A file, or a member of an index archive.
    var source: Source
  }

  enum Source: Sendable {
    case file(String)
    case bytes([UInt8])
  }

  /// A package and its documents, oldest first.
  struct Entry: Sendable {
    var name: String
    /// Position in the registry's list; numbers of changes are made from it.
    var position = 0
    var items: [Item] = []
  }

  let day: Int
  /// By registry, then by join key.
  private(set) var entries: [Ecosystem: [String: Entry]] = [:]

  /// Reads the folder or archive; throws `SimulatorError` with code `badReplay`.
  package init(folder: String, day: Int) throws(SimulatorError) {
    self.day = day
    if FileManager.default.fileExists(atPath: folder + "/MANIFEST.csv") {
      try addManifest(folder)
    } else if FileManager.default.fileExists(atPath: folder + "/config.json") {
      addIndex(folder)
    } else if folder.hasSuffix(".tar.zst") || folder.hasSuffix(".tar.gz") {
      for member in try Archives.read(folder) { addIndexFile(member.path, .bytes(member.bytes)) }
    } else {
      throw SimulatorError(
        .badReplay, "\(folder) holds neither MANIFEST.csv nor config.json, nor is it a .tar.zst")
    }
    arrange()
  }

  /// Where each recorded document is served, in the order of registries, names and days.
  package func placements() -> [ReplayPlacement] {
    Ecosystem.allCases.flatMap { ecosystem in
      sorted(ecosystem).flatMap { $0.items.map(\.placement) }
    }
  }

  /// The packages of a registry in the order of their keys' bytes.
  func sorted(_ ecosystem: Ecosystem) -> [Entry] {
    (entries[ecosystem] ?? [:]).values.sorted { $0.position < $1.position }
  }

  // MARK: Manifest

  private mutating func addManifest(_ folder: String) throws(SimulatorError) {
    for row in try ReplayManifest.read(folder + "/MANIFEST.csv") {
      let isOwn = !row.package.isEmpty && Self.ownKinds.contains(row.kind)
      let name = isOwn ? row.package : Self.madeUpName(row)
      let placement = ReplayPlacement(
        file: row.file, ecosystem: row.ecosystem, name: name,
        kind: Self.route(row), isPage: row.kind == "simple-html", day: 0)
      let item = Item(
        placement: placement, status: row.status, source: .file(folder + "/" + row.file))
      add(item, age: row.age)
    }
  }

  /// Kinds that are served under their own package's name; the others get a name of their own.
  private static let ownKinds: Set<String> = [
    "json-project", "simple-json", "simple-html", "packument", "packument-abbreviated",
    "packument-without-times", "http-response-packument", "http-response-packument-abbreviated",
    "index-lines",
  ]

  private static func route(_ row: ReplayRow) -> DocumentKind {
    switch row.ecosystem {
    case .pypi: row.kind.hasPrefix("simple-") ? .simpleDetail : .projectJSON
    case .npm: .packument
    case .crates: .indexFile
    }
  }

  /// `replay-KIND-HASH`, the hash being the start of the SHA-256 of the file's name.
  private static func madeUpName(_ row: ReplayRow) -> String {
    "replay-\(row.kind)-\(Digests.hex(Array(row.file.utf8), .sha256).prefix(8))"
  }

  private mutating func add(_ item: Item, age: String) {
    let placement = item.placement
    let key = PackageID.normalise(placement.name, in: placement.ecosystem)
    var item = item
    // Until the documents are arranged, `name` carries the age they are sorted by.
    item.placement.name = age
    entries[placement.ecosystem, default: [:]][key, default: Entry(name: placement.name)]
      .items.append(item)
  }

  // MARK: Index

  private mutating func addIndex(_ folder: String) {
    let files = FileManager.default.enumerator(atPath: folder)
    while let path = files?.nextObject() as? String {
      var isFolder: ObjCBool = false
      let full = folder + "/" + path
      guard unsafe FileManager.default.fileExists(atPath: full, isDirectory: &isFolder) else {
        continue
      }
      if !isFolder.boolValue { addIndexFile(path, .file(full)) }
    }
  }

  private mutating func addIndexFile(_ path: String, _ source: Source) {
    let parts = path.split(separator: "/").filter { $0 != "." }.map(String.init)
    guard parts.count > 1, let name = parts.last, !parts.contains(where: { $0.hasPrefix(".") })
    else { return }
    let placement = ReplayPlacement(
      file: path, ecosystem: .crates, name: name, kind: .indexFile, isPage: false, day: 0)
    add(Item(placement: placement, status: 200, source: source), age: "")
  }

  // MARK: Order

  /// Sorts documents by age and numbers days per route, and gives packages their positions.
  private mutating func arrange() {
    for (ecosystem, packages) in entries {
      let keys = packages.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      for (position, key) in keys.enumerated() {
        entries[ecosystem]?[key]?.position = position
        entries[ecosystem]?[key]?.arrange()
      }
    }
  }
}

extension Replay.Entry {
  /// Puts the documents in order and gives each the day from which it is served.
  ///
  /// A project's HTML pages come before its JSON documents, so that every client is served each.
  mutating func arrange() {
    items.sort { Self.order($0.placement) < Self.order($1.placement) }
    var days: [DocumentKind: Int] = [:]
    for index in items.indices {
      let placement = items[index].placement
      items[index].placement.name = name
      items[index].placement.day = days[placement.kind, default: 0]
      days[placement.kind, default: 0] += 1
    }
  }

  private static func order(_ placement: ReplayPlacement) -> (Int, String, String) {
    (placement.isPage ? 0 : 1, placement.name, placement.file)
  }

  /// The document served on a day; nil when the package has none on that route.
  func item(_ kind: DocumentKind, day: Int) -> Replay.Item? {
    items.last { $0.placement.kind == kind && $0.placement.day <= day }
  }

  /// The project page served on a day to clients that do not ask for JSON.
  func page(day: Int) -> Replay.Item? {
    items.last { $0.placement.isPage && $0.placement.day <= day }
  }

  /// The newest day up to `day` on which any document changed.
  func changed(by day: Int) -> Int { items.map(\.placement.day).filter { $0 <= day }.max() ?? 0 }
}
