import ArgumentParser
import Corpus
import Foundation
import JSON
import Labels
import Registries
import Storage
import Tables
import Transport

/// A reader of outside data, and how its documents are damaged.
struct Target: Sendable, ExpressibleByArgument {
  typealias Reader = @Sendable ([UInt8], Journal) async throws -> Void

  let name: String
  let form: Form
  /// Hands one input to the reader; throws what the reader throws.
  let feed: Reader

  init(_ name: String, _ form: Form, _ feed: @escaping Reader) {
    self.name = name
    self.form = form
    self.feed = feed
  }

  init?(argument: String) {
    guard let target = Self.all.first(where: { $0.name == argument }) else { return nil }
    self = target
  }

  static var allValueStrings: [String] { all.map(\.name) }

  /// Every reader, a line each; whole documents for a name are found by `Seeds`.
  static let all: [Target] = [
    Target("json", .json) { input, _ in try values(input) },
    Target("pypiProject", .json) { input, _ in try decode(.pypi, .projectJSON, input) },
    Target("pypiDetail", .json) { input, _ in try decode(.pypi, .simpleDetail, input) },
    Target("packument", .json) { input, _ in try decode(.npm, .packument, input) },
    Target("crateIndex", .json) { input, _ in try decode(.crates, .indexFile, input) },
    Target("simpleIndex", .json) { input, _ in
      _ = try PyPIIndexPage(parsing: input, parser: .init())
    },
    Target("changes", .json) { input, _ in try changes(input) },
    Target("allDocs", .json) { input, _ in _ = try NpmAllDocsPage(parsing: input, parser: .init())
    },
    Target("dump", .text) { input, at in _ = try CratesDump.read(path: at.file("dump.tar", input))
    },
    Target("copyCSV", .text) { input, _ in try copy(input) },
    Target("segment", .binary) { input, at in try await Segments.check(input, in: at) },
    Target("records", .text) { input, at in
      try await Segments.check(Segments.compressed(input), in: at)
    },
    Target("parquet", .binary) { input, at in try parquet(at.file("table.parquet", input)) },
    Target("csv", .text) { input, at in _ = try CSVReader.read(path: at.file("table.csv", input)) },
    Target("osv", .json) { input, at in try labels(at.file("labels.jsonl", input)) },
    Target("labelTable", .text) { input, at in try labels(at.file("labels.csv", input)) },
    Target("rustsec", .text) { input, at in try labels(at.file("advisory.md", input)) },
    Target("archive", .text) { input, at in try labels(at.file("labels.tar", input)) },
    Target("baseRates", .text) { input, at in
      _ = try BaseRateImport.read(path: at.file("rates.csv", input))
    },
    Target("head", .text) { input, _ in try head(input) },
    Target("address", .text) { input, _ in address(String(decoding: input, as: UTF8.self)) },
    Target("time", .text) { input, _ in time(String(decoding: input, as: UTF8.self)) },
    Target("version", .text) { input, _ in version(String(decoding: input, as: UTF8.self)) },
  ]
}

/// Why a reader refused an input without an error of its own.
struct Refusal: Error {
  let reason: String
}

// What is asked of each reader.
extension Target {
  private static func values(_ input: [UInt8]) throws {
    let parser = JSONParser()
    try parser.parse(input) { root, _ in visit(root) }
    JSONLines.forEachLine(of: input) { _, line in
      try? parser.parse(line) { root, _ in visit(root) }
    }
  }

  private static func visit(_ value: JSONValue) {
    _ = (value.string, value.int, value.double, value.bool, value.isNull)
    _ = (value.count, value.unicodeScalarCount(), value["name"]?.string)
    value.forEachMember { _, child in visit(child) }
    value.forEachElement(visit)
  }

  private static func changes(_ input: [UInt8]) throws {
    let parser = JSONParser()
    _ = try? NpmFeedStatus(parsing: input, parser: parser)
    _ = try NpmChangesPage(parsing: input, parser: parser)
  }

  private static func decode(
    _ ecosystem: Ecosystem, _ kind: DocumentKind, _ input: [UInt8]
  ) throws {
    let document = Document(
      kind: kind, bytes: input, digest: "", observedAt: UTCInstant(milliseconds: 1_700_000_000_000))
    _ = try FactsDecoder().decode(PackageID(ecosystem, "demo"), from: [document])
  }

  private static func parquet(_ path: String) throws {
    _ = try? ParquetReader.keyValues(path: path)
    _ = try ParquetReader.read(path: path)
  }

  private static func labels(_ path: String) throws {
    let read = try LabelImport.read(path: path, source: nil)
    if let first = read.rejected.first, read.reports.isEmpty { throw Refusal(reason: first.reason) }
  }

  private static func copy(_ input: [UInt8]) throws {
    var csv = CopyCSV()
    func take(_ row: CopyRow) {
      for column in 0..<row.count {
        _ = (row.text(column), row.int(column), row.bool(column), row.scalarCount(column))
        _ = row.field(column).flatMap { PostgresArray.elements($0) }
      }
    }
    unsafe try input.withUnsafeBufferPointer { bytes in
      let half = bytes.count / 2
      unsafe try csv.feed(UnsafeBufferPointer(rebasing: bytes[..<half]), take)
      unsafe try csv.feed(UnsafeBufferPointer(rebasing: bytes[half...]), take)
    }
    try csv.finish(take)
  }

  private static func head(_ input: [UInt8]) throws {
    var head = HeaderCollector(maximumLines: 200, maximumBytes: 256 << 10)
    for line in input.split(separator: 0x0A, omittingEmptySubsequences: false) {
      guard head.take(line) else { throw Refusal(reason: "too many header lines") }
    }
    let response = HTTPResponse(
      url: "https://a.example/", status: head.status, headers: head.fields, body: [],
      truncation: nil, wireBytes: input.count)
    _ = response.retryAfter(now: UTCInstant(milliseconds: 1_700_000_000_000))
    for field in head.fields { time(field.value) }
  }

  private static func time(_ text: String) {
    let now = UTCInstant(milliseconds: 1_700_000_000_000)
    _ = (HTTPDate.parse(text)?.iso8601, HTTPDate.delay(text, now: now))
    _ = UTCInstant(parsing: text)?.iso8601
  }

  private static func address(_ text: String) {
    for line in text.split(separator: "\n").prefix(50) {
      let line = String(line)
      let base = HTTPURL(line)
      _ = base.map { ($0.authority, $0.isLoopback, $0.isPrivate) }
      if let root = HTTPURL("https://a.example/x/") {
        _ = root.resolving(line)
        _ = RedirectRule(limit: 3).verdict(on: line, from: base ?? root, followed: 1)
      }
      _ = RepositoryURL.claim(from: line, rule: "fuzz")
      _ = PackageID(purl: line)?.purl
      for ecosystem in Ecosystem.allCases { _ = PackageID(ecosystem, line).purl }
      _ = try? CratesClient.path(of: line)
    }
  }

  private static func version(_ text: String) {
    let lines = text.split(separator: "\n").prefix(20).map(String.init)
    for left in lines {
      _ = (SemanticVersion.isPrerelease(left), PyPIVersion.isPrerelease(left))
      for right in lines {
        _ = PyPIVersion(left) < PyPIVersion(right)
        if let a = SemanticVersion(left), let b = SemanticVersion(right) { _ = a < b }
        _ = SemanticVersion(strict: left)
      }
    }
  }
}
