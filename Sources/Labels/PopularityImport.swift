package import Corpus
import Foundation
import JSON

/// How much the packages of one registry are used, as somebody counted or ranked them.
package struct PopularityImport: Sendable, Equatable {
  /// One package of the list.
  package struct Row: Sendable, Equatable {
    /// The join key.
    package var name: String
    /// Downloads in the list's own period; nil in a list of ranks.
    package var downloads: Int64?
    /// 0 for the most popular.
    package var rank: Int

    package init(name: String, downloads: Int64?, rank: Int) {
      self.name = name
      self.downloads = downloads
      self.rank = rank
    }
  }

  package var ecosystem: Ecosystem
  /// The day the list is of; nil when it does not say.
  package var date: UTCInstant?
  /// Most popular first, each name once.
  package var rows: [Row]
  /// Rows without a usable name or number.
  package var rejected = 0

  /// Names of one list that are read.
  package static let maximumNames = 10_000_000
  private static let maximumNameBytes = 1024

  /// A list in rank order: by the ranks given, else by downloads, ties by name.
  init(
    _ ecosystem: Ecosystem, date: UTCInstant?,
    _ entries: [(name: String, downloads: Int64?, rank: Int?)], rejected: Int
  ) {
    self.ecosystem = ecosystem
    self.date = date
    self.rejected = rejected
    let ordered = entries.sorted { left, right in
      let (one, other) = (left.rank ?? .max, right.rank ?? .max)
      if one != other { return one < other }
      let (more, less) = (left.downloads ?? -1, right.downloads ?? -1)
      if more != less { return more > less }
      return left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
    }
    var seen: Set<PackageID> = []
    rows = []
    for entry in ordered {
      let id = PackageID(ecosystem, entry.name)
      guard !entry.name.isEmpty, entry.name.utf8.count <= Self.maximumNameBytes else {
        self.rejected += 1
        continue
      }
      guard seen.insert(id).inserted else { continue }
      rows.append(Row(name: id.key, downloads: entry.downloads, rank: rows.count))
    }
  }
}

extension PopularityImport {
  /// Reads a list: `name → count` as JSON (also within the package of npm that holds it), the rows of
  /// top-pypi-packages, or CSV with a header; `.zst`, `.gz` and `.tgz` alike.
  ///
  /// - Parameter ecosystem: overrules what form and columns tell; nil takes that.
  /// - Throws: `LabelsError` that names the file and the remedy.
  package static func read(path: String, ecosystem: Ecosystem? = nil) throws -> PopularityImport {
    guard FileManager.default.fileExists(atPath: path) else {
      throw LabelsError(.notFound, "\(path) does not exist; check the path")
    }
    let (bytes, date) = try contents(path)
    let first = bytes.first { $0 > 0x20 }
    var list =
      first == UInt8(ascii: "{")
      ? try json(bytes, ecosystem, path) : try csv(bytes, ecosystem, path)
    list.date = list.date ?? date
    guard !list.rows.isEmpty else {
      throw LabelsError(.unknownFormat, "\(path) names no package with a count or rank; check it")
    }
    return list
  }

  /// The list's bytes, decompressed, and the day that the package around it is of.
  private static func contents(_ path: String) throws -> ([UInt8], UTCInstant?) {
    // An archive holds the list as `counts.json`; anything else is one compressed or plain file.
    guard (try? ArchiveFile(path: path, isRaw: false).next()) != nil else {
      guard let whole = try ArchiveFile(path: path, isRaw: true).next() else {
        throw LabelsError(.unreadable, "\(path) is empty; check that it is whole")
      }
      return (whole.bytes, nil)
    }
    let archive = try ArchiveFile(path: path, isRaw: false)
    var counts: [UInt8]?
    var date: UTCInstant?
    while let entry = try archive.next() {
      switch entry.path.split(separator: "/").last {
      case "counts.json": counts = entry.bytes
      case "package.json": date = day(ofVersionIn: entry.bytes)
      default: continue
      }
    }
    guard let counts else {
      throw LabelsError(.unknownFormat, "\(path) is an archive without counts.json")
    }
    return (counts, date)
  }

  /// `2.20260401.0` is of 2026-04-01; nil for any other version.
  private static func day(ofVersionIn manifest: [UInt8]) -> UTCInstant? {
    let version = try? JSONParser().parse(manifest) { root, _ in root["version"]?.string }
    let digits = (version ?? nil)?.split(separator: ".").dropFirst().first ?? ""
    guard digits.utf8.count == 8, digits.allSatisfy(\.isNumber) else { return nil }
    return UTCInstant(
      parsing: "\(digits.prefix(4))-\(digits.dropFirst(4).prefix(2))-\(digits.suffix(2))T00:00:00Z")
  }

  // MARK: Forms

  private static func json(_ bytes: [UInt8], _ ecosystem: Ecosystem?, _ path: String) throws
    -> PopularityImport
  {
    var entries: [(name: String, downloads: Int64?, rank: Int?)] = []
    var rejected = 0
    func add(_ name: String?, _ count: JSONValue?) {
      guard let name, let count = count?.int, count >= 0, entries.count < maximumNames else {
        rejected += 1
        return
      }
      entries.append((name, count, nil))
    }
    do {
      return try JSONParser().parse(bytes) { root, _ in
        if let rows = root["rows"], rows.isArray {
          rows.forEachElement { add($0["project"]?.string, $0["download_count"]) }
          let date = root["last_update"]?.string.flatMap(Self.instant)
          return PopularityImport(ecosystem ?? .pypi, date: date, entries, rejected: rejected)
        }
        root.forEachMember { add($0, $1) }
        return PopularityImport(ecosystem ?? .npm, date: nil, entries, rejected: rejected)
      }
    } catch let error as JSONError {
      throw LabelsError(.unreadable, "\(path) is no JSON; check that it is whole", cause: error)
    }
  }

  private static let nameColumns: [(String, Ecosystem?)] = [
    ("project", .pypi), ("package", .npm), ("crate", .crates), ("name", nil),
  ]

  private static func csv(_ bytes: [UInt8], _ ecosystem: Ecosystem?, _ path: String) throws
    -> PopularityImport
  {
    let table = try DelimitedRows(bytes, requiring: [], path: path)
    let header = table.rows.first?.fields ?? [:]
    guard let (column, own) = nameColumns.first(where: { header[$0.0] != nil }),
      header.keys.contains(where: { ["download_count", "downloads", "rank"].contains($0) })
    else {
      throw LabelsError(
        .badHeader,
        "\(path):1 needs a column project, package, crate or name, and download_count, downloads or rank"
      )
    }
    guard let ecosystem = ecosystem ?? own else {
      throw LabelsError(.badHeader, "\(path) does not say of which registry: give --ecosystem")
    }
    // A history holds several lists: the newest day counts.
    let newest = table.rows.compactMap { $0["as_of"] }.max()
    var rejected = table.rejected.count
    let entries = table.rows.filter { $0["as_of"] == newest }.compactMap {
      row -> (name: String, downloads: Int64?, rank: Int?)? in
      let downloads = (row["download_count"] ?? row["downloads"]).flatMap(Int64.init)
      let rank = row["rank"].flatMap(Int.init)
      guard let name = row[column], (downloads ?? -1) >= 0 || (rank ?? -1) >= 0 else {
        rejected += 1
        return nil
      }
      return (name, downloads, rank)
    }
    return PopularityImport(
      ecosystem, date: newest.flatMap(instant), Array(entries.prefix(maximumNames)),
      rejected: rejected)
  }

  /// `2026-04-01`, alone or with a time, or `2026-04`; nil for anything else.
  private static func instant(_ text: String) -> UTCInstant? {
    let day = text.utf8.count == 7 ? "\(text)-01" : String(text.prefix(10))
    return UTCInstant(parsing: "\(day)T00:00:00Z")
  }
}
