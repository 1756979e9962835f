import Corpus
import Foundation
import Registries
import Testing

/// All documents of the recorded set: each one is facts, or an error with a reason.
@Suite(.enabled(if: Fixtures.areThere)) struct RecordedDocumentTests {
  /// How the manifest's kinds are handed to the decoder.
  private static let kinds: [String: DocumentKind] = [
    "packument": .packument, "packument-abbreviated": .packument,
    "packument-without-times": .packument, "version-manifest": .packument, "changes": .packument,
    "downloads": .packument, "static-all": .packument, "http-200-not-json": .packument,
    "http-302": .packument, "json-project": .projectJSON, "json-release": .projectJSON,
    "http-404": .projectJSON, "stats": .projectJSON, "simple-json": .simpleDetail,
    "simple-html": .simpleDetail, "simple-index-html": .simpleDetail, "index-lines": .indexFile,
    "api-crate": .indexFile, "api-versions": .indexFile, "api-list": .indexFile,
    "api-summary": .indexFile, "rss": .indexFile, "rss-project": .simpleDetail,
    "http-response-packument": .packument, "http-response-packument-abbreviated": .packument,
  ]
  private static let readable: Set<String> = [
    "packument", "packument-abbreviated", "packument-without-times", "json-project", "json-release",
    "simple-json", "index-lines",
  ]

  @Test func `every recorded document becomes facts or a reason`() throws {
    let decoder = FactsDecoder()
    var counts: [String: (facts: Int, reasons: Int)] = [:]
    for row in try Fixtures.table(Fixtures.folder.appending(path: "MANIFEST.csv")) {
      let kind = try #require(row["kind"])
      let ecosystem = try #require(Ecosystem(rawValue: row["ecosystem"] ?? ""))
      let name = row["package"] ?? ""
      let file = try #require(row["file"])
      let document = try Fixtures.document(file, try #require(Self.kinds[kind], "\(kind)"))
      do {
        let facts = try decoder.facts(for: PackageID(ecosystem, name), from: [document])
        counts[kind, default: (0, 0)].facts += 1
        if kind.hasPrefix("packument") || kind == "json-project" {
          let living = facts.releases.filter { !$0.isRemoved }.count
          #expect("\(living)" == row["versions"], "\(file)")
        }
      } catch let error as DocumentError {
        counts[kind, default: (0, 0)].reasons += 1
        #expect(!error.reason.isEmpty)
        #expect(!Self.readable.contains(kind), "\(file): \(error.reason)")
      }
    }
    for (kind, count) in counts.sorted(by: { $0.key < $1.key }) {
      print("recorded \(kind): \(count.facts) facts, \(count.reasons) reasons")
    }
    #expect(counts.values.reduce(0) { $0 + $1.facts + $1.reasons } == 687)
  }
}
