import Corpus
import Foundation
import Registries
import RegistrySimulator

/// One document about one package, without the answer around it.
struct SourceDocument {
  let subject: String
  let body: [UInt8]
}

/// Documents of one kind, made or read one by one: none is kept in memory.
struct DocumentSource {
  let ecosystem: Ecosystem
  let kind: DocumentKind
  /// Where the documents come from: `real` or `simulated`.
  let origin: String
  private let visit: ((SourceDocument) async throws -> Bool) async throws -> Void

  /// Hands over at most `limit` documents, each once.
  func forEach(limit: Int, _ body: (SourceDocument) async throws -> Void) async throws {
    var left = limit
    try await visit { document in
      guard left > 0 else { return false }
      left -= 1
      try await body(document)
      return left > 0
    }
  }

  /// Every file of the sparse index when the shared folder has one, else the simulator's.
  static func crates(simulated packages: Int) -> DocumentSource {
    let path = "../shared/data/crates-index/2019-11.tar.zst"
    guard FileManager.default.fileExists(atPath: path) else {
      return simulated(.crates, .indexFile, packages: packages)
    }
    return DocumentSource(ecosystem: .crates, kind: .indexFile, origin: "real") { body in
      let archive = try TarFile(path: path)
      while let entry = try archive.next() {
        let name = String(entry.path.split(separator: "/").last ?? "")
        guard name != "config.json", !name.hasPrefix("."), !entry.bytes.isEmpty else { continue }
        guard try await body(SourceDocument(subject: name, body: entry.bytes)) else { return }
      }
    }
  }

  /// Documents as the registry simulator renders them.
  static func simulated(
    _ ecosystem: Ecosystem, _ kind: DocumentKind, packages: Int
  ) -> DocumentSource {
    DocumentSource(ecosystem: ecosystem, kind: kind, origin: "simulated") { body in
      let world = World(SimulatorConfiguration(packages: packages, ecosystems: [ecosystem]))
      for package in world.packages(ecosystem) {
        guard let bytes = world.document(kind, package) else { continue }
        guard try await body(SourceDocument(subject: package.name, body: bytes)) else { return }
      }
    }
  }
}
