import Corpus
import Foundation

/// One line of a `MANIFEST.csv`.
struct ReplayRow: Sendable {
  /// Relative to the manifest's folder.
  var file: String
  var ecosystem: Ecosystem
  var kind: String
  /// Empty when the document is not about one package.
  var package: String
  var status: Int
  /// Newest publish time, else time of recording, else empty: the order of a package's documents.
  var age: String
}

/// Reads `MANIFEST.csv` of a folder of recorded documents.
enum ReplayManifest {
  /// The rows in the order of the file.
  static func read(_ path: String) throws(SimulatorError) -> [ReplayRow] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw SimulatorError(.badReplay, "\(path) cannot be read; name a folder that holds it")
    }
    let records = records(Array(data))
    guard let header = records.first else {
      throw SimulatorError(.badReplay, "\(path) is empty")
    }
    let columns = Dictionary(header.enumerated().map { ($1, $0) }) { first, _ in first }
    for name in ["file", "ecosystem", "kind", "package"] where columns[name] == nil {
      throw SimulatorError(.badReplay, "\(path) has no column '\(name)'")
    }
    return records.dropFirst().compactMap { row($0, columns) }
  }

  private static func row(_ fields: [String], _ columns: [String: Int]) -> ReplayRow? {
    func field(_ name: String) -> String {
      columns[name].flatMap { fields.indices.contains($0) ? fields[$0] : nil } ?? ""
    }
    guard let ecosystem = Ecosystem(rawValue: field("ecosystem")) else { return nil }
    let published = field("newest_publish")
    return ReplayRow(
      file: field("file"), ecosystem: ecosystem, kind: field("kind"), package: field("package"),
      status: Int(field("http_status")) ?? 200,
      age: published.isEmpty ? field("recorded") : published)
  }

  /// The records of an RFC 4180 file.
  static func records(_ bytes: [UInt8]) -> [[String]] {
    var records: [[String]] = []
    var fields: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    var previous: UInt8 = 0
    for byte in bytes {
      switch byte {
      case 0x22:
        if !isQuoted, previous == 0x22 { field.append(0x22) }
        isQuoted.toggle()
      case 0x2C where !isQuoted:
        fields.append(String(decoding: field, as: UTF8.self))
        field = []
      case 0x0A where !isQuoted:
        fields.append(String(decoding: field, as: UTF8.self))
        records.append(fields)
        (fields, field) = ([], [])
      case 0x0D where !isQuoted: break
      default: field.append(byte)
      }
      previous = byte
    }
    if !field.isEmpty || !fields.isEmpty {
      records.append(fields + [String(decoding: field, as: UTF8.self)])
    }
    return records
  }
}
