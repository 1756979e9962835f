import Corpus
package import Foundation
import Storage

/// What a run was made from and what it wrote: enough to make it again.
package struct Manifest: Codable, Sendable, Equatable {
  /// One table of the run.
  package struct TableEntry: Codable, Sendable, Equatable {
    package var file: String
    package var rows: Int
    package var sha256: String
  }

  package var run: String
  package var asOf: String
  package var toolVersion: String
  /// SHA-256 over the newest snapshots, label claims and base rates of the corpus.
  package var inputDigest: String
  /// SHA-256 of the settings.
  package var configurationDigest: String
  /// The reference each ecosystem's scores name.
  package var references: [String: String]
  package var tables: [TableEntry]

  package func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return try encoder.encode(self) + Data("\n".utf8)
  }
}

/// SHA-256 of what a run was made from.
enum RunDigests {
  /// Over (subject, kind, outcome, digest) of the newest snapshots, the crates.io dump, claims and base rates, all sorted.
  static func input(in context: RunContext) async throws -> String {
    let hasher = Digest()
    for ecosystem in Ecosystem.allCases {
      for snapshot in try await context.store.newestSnapshots(ecosystem: ecosystem, asOf: nil) {
        hasher.update(
          "\(ecosystem.rawValue)\u{1F}\(snapshot.subject)\u{1F}\(snapshot.kind.rawValue)\u{1F}\(snapshot.outcome.rawValue)\u{1F}\(snapshot.digest)\n"
        )
      }
    }
    for line in try await beside(context) { hasher.update(line) }
    let dump = try await context.store.newest(
      ecosystem: .crates, kind: .databaseDump, subject: CratesFeed.dumpSubject)
    hasher.update("crates\u{1F}database dump\u{1F}\(dump?.digest ?? "none")\n")
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let claims = try await context.store.claims().sorted {
      ($0.package, $0.report, $0.source) < ($1.package, $1.report, $1.source)
    }
    hasher.update(try encoder.encode(claims))
    let rates = try await context.store.baseRates().sorted {
      ($0.ecosystem, $0.population, $0.asOf, $0.source)
        < ($1.ecosystem, $1.population, $1.asOf, $1.source)
    }
    hasher.update(try encoder.encode(rates))
    return hasher.hexadecimal()
  }

  /// Documents about less or more than one package, sorted; a repository counts by what it points to.
  ///
  /// The bytes of repository documents differ between corpora, whose salts differ.
  private static func beside(_ context: RunContext) async throws -> [String] {
    var lines: [String] = []
    for ecosystem in Ecosystem.allCases {
      for snapshot in try await context.store.newestSnapshots(
        ecosystem: ecosystem, kinds: [.repository, .provenance, .attestations, .popularity])
      {
        let what =
          snapshot.kind == .repository ? snapshot.version ?? "" : snapshot.digest
        lines.append(
          "\(ecosystem.rawValue)\u{1F}\(snapshot.subject)\u{1F}\(snapshot.kind.rawValue)\u{1F}\(snapshot.outcome.rawValue)\u{1F}\(what)\n"
        )
      }
    }
    return lines
  }

  static func configuration(_ settings: Settings) throws -> String {
    var reproducible = settings
    // Where the registries were reached says nothing about what was computed from their answers.
    reproducible.endpoints = Endpoints()
    reproducible.contact = nil
    reproducible.politeness = Politeness()
    reproducible.proxy = nil
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let hasher = Digest()
    hasher.update(try encoder.encode(reproducible))
    return hasher.hexadecimal()
  }

  static func file(_ path: String) throws -> String {
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw PipelineError(.missingArtefact, "cannot read \(path)")
    }
    defer { try? handle.close() }
    let hasher = Digest()
    while let chunk = try handle.read(upToCount: 1 << 20), !chunk.isEmpty { hasher.update(chunk) }
    return hasher.hexadecimal()
  }
}

extension Digest {
  func update(_ data: Data) { update(ArraySlice(data)) }

  func update(_ text: String) { update(ArraySlice(text.utf8)) }

  /// The digest so far in lower-case hex; starts anew.
  func hexadecimal() -> String { Hex.text(finish()) }
}
