import Corpus
import Foundation
import JSON

/// Walks label files and collects reports; a bad record is rejected with its place.
struct LabelReader {
  private let source: String?
  private let parser = JSONParser()
  private(set) var result = LabelImport()

  init(source: String?) { self.source = source }

  /// Reads a folder or a file by its name's ending.
  mutating func readAny(_ path: String) throws {
    var isFolder: ObjCBool = false
    guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw LabelsError(.notFound, "\(path) does not exist; check the path")
    }
    if isFolder.boolValue { return try readFolder(path) }
    let name = Self.withoutCompression(path)
    if name.hasSuffix(".tar") || path.hasSuffix(".tgz") { return try readArchive(path) }
    let bytes = try Self.contents(path, isCompressed: name != path)
    switch name.split(separator: ".").last {
    case "jsonl": readLines(bytes, path)
    case "csv": try readTable(bytes, path)
    case "json", "md", "toml": readDocument(bytes, name: name, place: path)
    default:
      throw LabelsError(
        .unknownFormat,
        "\(path): give a folder, .json, .jsonl, .csv (also .zst or .gz), .md, .toml or .tar.zst")
    }
  }

  /// Regular files only, in byte order of their paths: a package may be called `pattern.json`.
  private mutating func readFolder(_ path: String) throws {
    let root = URL(filePath: path)
    guard
      let walker = FileManager.default.enumerator(
        at: root, includingPropertiesForKeys: [.isRegularFileKey, .fileSizeKey])
    else { throw LabelsError(.unreadable, "\(path) cannot be listed; check its permissions") }
    var files: [String] = []
    for case let file as URL in walker {
      let values = try? file.resourceValues(forKeys: [.isRegularFileKey])
      if values?.isRegularFile == true, Self.isDocument(file.path) { files.append(file.path) }
    }
    for file in files.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      do {
        readDocument(try Self.contents(file, isCompressed: false), name: file, place: file)
      } catch {
        result.countDocument()
        result.reject(file, error)
      }
    }
  }

  private mutating func readArchive(_ path: String) throws {
    let archive = try ArchiveFile(path: path, isRaw: false)
    while let entry = try archive.next() {
      guard Self.isDocument(entry.path) else { continue }
      readDocument(entry.bytes, name: entry.path, place: "\(path)/\(entry.path)")
    }
  }

  private mutating func readLines(_ bytes: [UInt8], _ path: String) {
    JSONLines.forEachLine(of: bytes) { line, document in
      readOSV(document, place: "\(path):\(line)")
    }
  }

  private mutating func readTable(_ bytes: [UInt8], _ path: String) throws {
    let table = try DelimitedRows(bytes, requiring: LabelTable.columns, path: path)
    for bad in table.rejected {
      result.countDocument()
      result.reject("\(path):\(bad.line)", LabelsError(.badRow, bad.reason))
    }
    for row in table.rows {
      result.countDocument()
      do {
        result.add(try LabelTable.report(row, defaultSource: source ?? "csv"))
      } catch { result.reject("\(path):\(row.line)", error) }
    }
  }

  private mutating func readDocument(_ bytes: [UInt8], name: String, place: String) {
    if name.hasSuffix(".json") { return readOSV(bytes[...], place: place) }
    do {
      let advisory = try RustSecAdvisory(bytes, isMarkdown: name.hasSuffix(".md"))
      guard let advisory else { return }
      result.countDocument()
      result.count(advisory.kind)
      if let report = advisory.report(defaultSource: source ?? "rustsec") { result.add(report) }
    } catch {
      result.countDocument()
      result.reject(place, error)
    }
  }

  private mutating func readOSV(_ bytes: ArraySlice<UInt8>, place: String) {
    result.countDocument()
    do {
      let document = try parser.parse(bytes) { root, _ in
        try OSVDocument(root, defaultSource: source ?? "osv")
      }
      result.add(document, at: place)
    } catch { result.reject(place, error) }
  }

  private static func isDocument(_ path: String) -> Bool {
    [".json", ".md", ".toml"].contains { path.hasSuffix($0) }
  }

  private static func withoutCompression(_ path: String) -> String {
    for ending in [".zst", ".gz", ".xz"] where path.hasSuffix(ending) {
      return String(path.dropLast(ending.count))
    }
    return path
  }

  private static func contents(_ path: String, isCompressed: Bool) throws -> [UInt8] {
    if isCompressed {
      return try ArchiveFile(path: path, isRaw: true).next()?.bytes ?? []
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw LabelsError(.unreadable, "\(path) cannot be read; check its permissions")
    }
    return Array(data)
  }
}
