import Corpus
import JSON

/// One crate's file of the index: a JSON object a line, one line a version.
///
/// Protocols, section 3.2.
struct CrateIndex {
  /// One version.
  struct Line {
    var version: String
    var publishedAt: UTCInstant?
    var isYanked: Bool
    /// Where the line stands in the document.
    var bytes: Range<Int>
  }

  let document: Document
  /// The name in its published spelling.
  private(set) var name = ""
  /// In file order; a version that is repeated has its last line.
  private(set) var lines: [Line] = []
  /// The version cargo and the site show by default; nil without versions.
  private(set) var current: String?
  /// Dependencies of the current version.
  private(set) var dependencies: [Dependency] = []
  /// The current version needs a build script: it links a native library or has build dependencies.
  private(set) var hasBuildScript = false
  private var places: [ByteKey: Int] = [:]
  private var skipped = 0

  /// The newest line format that is understood; newer lines are ignored.
  private static let maximumFormat = 2

  /// Throws `DocumentError` when no line is about the package.
  init(reading document: Document, package: PackageID, parser: JSONParser) throws {
    try FactsDecoder.refuseHTML(document)
    self.document = document
    let time = ReleaseTime(observedAt: document.observedAt)
    var reason = "no line"
    try JSONLines.forEachLine(of: document.bytes) { number, line in
      do {
        try parser.parse(line) { root, _ in
          try append(root, at: line.startIndex..<line.endIndex, package, time)
        }
        try FactsDecoder.check(versionCount: lines.count, .indexFile)
      } catch let error as JSONError {
        skipped += 1
        if skipped == 1 { reason = "line \(number): \(error.message)" }
      }
    }
    guard !lines.isEmpty else {
      throw DocumentError("index-file: unknown schema, no version of \(package.key) (\(reason))")
    }
    current = chosen()
    try readCurrent(package, parser)
  }

  private mutating func append(
    _ root: JSONValue, at bytes: Range<Int>, _ package: PackageID, _ time: ReleaseTime
  ) throws {
    guard let name = root["name"]?.string, let version = root["vers"]?.text,
      PackageID(.crates, name) == package, root["v"]?.int ?? 1 <= Self.maximumFormat
    else {
      skipped += 1
      return
    }
    let line = Line(
      version: version, publishedAt: time.instant(root["pubtime"]),
      isYanked: root["yanked"]?.bool ?? false, bytes: bytes)
    self.name = name
    if let place = places[ByteKey(version)] {
      lines[place] = line
    } else {
      places[ByteKey(version)] = lines.count
      lines.append(line)
    }
  }

  /// The highest version that is not yanked and stable, else the highest prerelease, else the highest yanked one.
  private func chosen() -> String? {
    lines.map { ($0, SemanticVersion($0.version)) }.max { left, right in
      CrateFacts.precedes(
        (left.0.version, left.1, left.0.isYanked), (right.0.version, right.1, right.0.isYanked))
    }?.0.version
  }

  /// Reads dependencies from the line of the current version alone.
  private mutating func readCurrent(_ package: PackageID, _ parser: JSONParser) throws {
    guard let current, let place = places[ByteKey(current)] else { return }
    try parser.parse(document.bytes[lines[place].bytes]) { root, _ in
      var list = DependencyList()
      root["deps"]?.forEachElement { Self.insert($0, into: &list) }
      dependencies = list.sorted
      hasBuildScript =
        root["links"]?.text != nil || dependencies.contains { $0.kind == .build }
    }
  }

  private static func insert(_ value: JSONValue, into list: inout DependencyList) {
    guard let name = value["package"]?.text ?? value["name"]?.text else { return }
    let kind: Dependency.Kind =
      switch value["kind"]?.string {
      case "build": .build
      case "dev": .development
      default: value["optional"]?.bool == true ? .optional : .runtime
      }
    let isForeign = value["registry"]?.text != nil
    list.insert(
      isForeign ? name : PackageID(.crates, name).key, kind,
      requirement: value["req"]?.string ?? "", isDirectURL: isForeign)
  }
}
