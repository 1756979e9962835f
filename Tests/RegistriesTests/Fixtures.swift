import Corpus
import Foundation
import Registries

/// The recorded documents beside the package, where that folder is there.
enum Fixtures {
  static let shared = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "shared/data")
  static let folder = shared.appending(path: "registry-fixtures")

  static let areThere: Bool = {
    let found = FileManager.default.fileExists(atPath: folder.appending(path: "MANIFEST.csv").path)
    if !found { print("recorded documents: skipped, \(folder.path) is not there") }
    return found
  }()

  /// Rows of a CSV file as RFC 4180 has it, by column name.
  static func table(_ url: URL) throws -> [[String: String]] {
    var rows: [[String]] = [[]]
    var (field, isQuoted) = ("", false)
    var scalars = Array(try String(contentsOf: url, encoding: .utf8).unicodeScalars)[...]
    while let scalar = scalars.popFirst() {
      switch scalar {
      case "\"" where isQuoted && scalars.first == "\"":
        field.unicodeScalars.append(scalar)
        scalars.removeFirst()
      case "\"": isQuoted.toggle()
      case "," where !isQuoted:
        rows[rows.count - 1].append(field)
        field = ""
      case "\n" where !isQuoted:
        rows[rows.count - 1].append(field)
        field = ""
        rows.append([])
      case "\r" where !isQuoted: break
      default: field.unicodeScalars.append(scalar)
      }
    }
    let header = rows[0]
    return rows.dropFirst().filter { $0.count == header.count }
      .map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
  }

  static func document(_ path: String, _ kind: DocumentKind) throws -> Document {
    let bytes = [UInt8](try Data(contentsOf: folder.appending(path: path)))
    return Document(kind: kind, bytes: bytes, digest: path, observedAt: observedAt)
  }

  static let observedAt = UTCInstant(parsing: "2026-11-24T00:00:00Z")!
}

/// Decodes one small document.
func facts(
  _ ecosystem: Ecosystem, _ name: String, _ kind: DocumentKind, _ text: String
) throws -> PackageFacts {
  try facts(ecosystem, name, [(kind, text)])
}

/// Decodes several small documents of one package.
func facts(
  _ ecosystem: Ecosystem, _ name: String, _ documents: [(DocumentKind, String)],
  dump: CrateDumpRow? = nil
) throws -> PackageFacts {
  let documents = documents.map { kind, text in
    Document(
      kind: kind, bytes: Array(text.utf8), digest: "digest-\(kind.rawValue)",
      observedAt: Fixtures.observedAt)
  }
  return try FactsDecoder().facts(for: PackageID(ecosystem, name), from: documents, dump: dump)
}
