import Corpus
import Features
import Foundation
import Registries
import Testing

/// 585 recorded pairs of a package and a repository: its origin, somebody else's, or a fork.
struct RealPairs {
  static let isThere = ZstdFile.isThere("provenance/PAIRS.csv")
  static let observedAt = UTCInstant(milliseconds: 1_790_000_000_000)

  /// One row: what is expected, and what the test of history says.
  struct Pair {
    let expectation: String
    let result: HistoryResult
  }

  private var facts: [String: PackageFacts] = [:]
  private var repositories: [String: RepositoryFacts] = [:]
  private let decoder = FactsDecoder()

  /// Runs the test on every pair.
  mutating func pairs() throws -> [Pair] {
    try Self.rows("provenance/PAIRS.csv").map { row in
      let facts = try facts(of: row)
      let history = ProvenanceHistory(
        facts, try repository(row["tags"] ?? "", key: row["repository"] ?? ""),
        now: Self.observedAt
      ) { CanonicalVersion.of($0, in: facts.package.ecosystem) }
      return Pair(expectation: row["expectation"] ?? "", result: history.result)
    }
  }

  private mutating func facts(of row: [String: String]) throws -> PackageFacts {
    let path = row["document"] ?? ""
    if let known = facts[path] { return known }
    let ecosystem = try #require(Ecosystem(rawValue: row["ecosystem"] ?? ""))
    let package = PackageID(ecosystem, row["package"] ?? "")
    var read = PackageFacts(package: package, observedAt: Self.observedAt)
    let kinds: [String: DocumentKind] = [
      "packument": .packument, "json-project": .projectJSON, "simple-json": .simpleDetail,
    ]
    let bytes = [UInt8](try Data(contentsOf: ZstdFile.shared.appending(path: path)))
    switch row["document_kind"] ?? "" {
    case "index-events":
      read.releases = try Self.rows(path).map { Self.release($0["version"], $0["published"]) }
    case "api-crate":
      let versions = try JSONDecoder().decode(CrateVersions.self, from: Data(bytes)).versions
      read.releases = versions.map { Self.release($0.num, $0.created_at) }
    case let kind:
      let document = Document(
        kind: try #require(kinds[kind]), bytes: bytes, digest: path, observedAt: Self.observedAt)
      read = try decoder.facts(for: package, from: [document])
    }
    facts[path] = read
    return read
  }

  private mutating func repository(_ path: String, key: String) throws -> RepositoryFacts {
    if let known = repositories[path] { return known }
    let tags = try Self.rows(path).map { row in
      RepositoryTag(
        name: row["tag"] ?? "", commit: row["commit"] ?? "",
        taggedAt: UTCInstant(parsing: row["tag_date"] ?? ""),
        committedAt: UTCInstant(parsing: row["commit_date"] ?? ""), firstSeenAt: Self.observedAt)
    }
    let facts = RepositoryFacts(key: key, observedAt: Self.observedAt, tags: tags)
    repositories[path] = facts
    return facts
  }

  private static func release(_ version: String?, _ time: String?) -> ReleaseFacts {
    ReleaseFacts(version: version ?? "", publishedAt: UTCInstant(parsing: time ?? ""))
  }

  /// Rows of a CSV file without quotes, by column name.
  private static func rows(_ path: String) throws -> [[String: String]] {
    let url = ZstdFile.shared.appending(path: path)
    let lines = try String(contentsOf: url, encoding: .utf8).split(whereSeparator: \.isNewline)
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    let header = lines.first ?? []
    return lines.dropFirst().map {
      Dictionary(zip(header, $0), uniquingKeysWith: { one, _ in one })
    }
  }

  /// The part of a crates.io API document that matters here.
  private struct CrateVersions: Decodable {
    struct Version: Decodable {
      let num: String
      // swift-format-ignore: AlwaysUseLowerCamelCase
      let created_at: String
    }
    let versions: [Version]
  }
}

@Suite(.enabled(if: RealPairs.isThere)) struct RealPairsTests {
  @Test func `origins are established, borrowed repositories never`() throws {
    var real = RealPairs()
    let pairs = try real.pairs()
    #expect(pairs.count == 585)
    func share(_ expectation: String, _ status: HistoryStatus) -> Double {
      let all = pairs.filter { $0.expectation == expectation }
      return Double(all.count { $0.result.status == status }) / Double(all.count)
    }
    let shares = ["origin", "borrowed", "fork"].map { ($0, share($0, .established)) }
    print("established: \(shares.map { "\($0.0) \($0.1)" }.joined(separator: ", "))")
    #expect(share("origin", .established) > 0.9)
    #expect(share("borrowed", .established) == 0)
    #expect(share("borrowed", .contradicted) > 0.5)
    // A fork carries the origin's tags: times cannot tell them apart, the contest has to.
    #expect(share("fork", .established) == 1)
    // Packages of a repository whose bare tags belong to another of its packages.
    #expect(share("origin", .contradicted) < 0.05)
  }
}
