import ArgumentParser
import Corpus
import Foundation
import JSON
import Labels
import Registries
import Storage
import Tables
import Transport

/// A reader of outside data.
enum Target: String, CaseIterable, ExpressibleByArgument {
  case json, pypiProject, pypiDetail, packument, crateIndex, simpleIndex, changes, allDocs
  case dump, copyCSV, segment, records, parquet, csv, osv, labelTable, rustsec, archive, baseRates
  case head, address, time, version

  /// How its documents are damaged.
  var form: Form {
    switch self {
    case .json, .pypiProject, .pypiDetail, .packument, .crateIndex, .simpleIndex, .changes,
      .allDocs, .osv:
      .json
    case .segment, .parquet: .binary
    default: .text
    }
  }

  /// Hands one input to the reader; throws what the reader throws.
  func feed(_ input: [UInt8], in journal: Journal) async throws {
    switch self {
    case .json, .simpleIndex, .changes, .allDocs: try feedPage(input)
    case .pypiProject: try decode(.pypi, .projectJSON, input)
    case .pypiDetail: try decode(.pypi, .simpleDetail, input)
    case .packument: try decode(.npm, .packument, input)
    case .crateIndex: try decode(.crates, .indexFile, input)
    case .copyCSV: try Self.copy(input)
    case .segment: try await Segments.check(input, in: journal)
    case .records: try await Segments.check(Segments.compressed(input), in: journal)
    case .head: try Self.head(input)
    case .address: Self.address(String(decoding: input, as: UTF8.self))
    case .time: Self.time(String(decoding: input, as: UTF8.self))
    case .version: Self.version(String(decoding: input, as: UTF8.self))
    default: try feedFile(input, in: journal)
    }
  }

  private func feedPage(_ input: [UInt8]) throws {
    let parser = JSONParser()
    switch self {
    case .simpleIndex: _ = try PyPIIndexPage(parsing: input, parser: parser)
    case .changes:
      _ = try? NpmFeedStatus(parsing: input, parser: parser)
      _ = try NpmChangesPage(parsing: input, parser: parser)
    case .allDocs: _ = try NpmAllDocsPage(parsing: input, parser: parser)
    default:
      try parser.parse(input) { root, _ in Self.visit(root) }
      JSONLines.forEachLine(of: input) { _, line in
        try? parser.parse(line) { root, _ in Self.visit(root) }
      }
    }
  }

  private func feedFile(_ input: [UInt8], in journal: Journal) throws {
    switch self {
    case .dump: _ = try CratesDump.read(path: journal.file("dump.tar", input))
    case .parquet:
      let path = try journal.file("table.parquet", input)
      _ = try? ParquetReader.keyValues(path: path)
      _ = try ParquetReader.read(path: path)
    case .csv: _ = try CSVReader.read(path: journal.file("table.csv", input))
    case .osv: try labels("labels.jsonl", input, journal)
    case .labelTable: try labels("labels.csv", input, journal)
    case .rustsec: try labels("advisory.md", input, journal)
    case .archive: try labels("labels.tar", input, journal)
    default: _ = try BaseRateImport.read(path: journal.file("rates.csv", input))
    }
  }

  private func labels(_ name: String, _ input: [UInt8], _ journal: Journal) throws {
    let read = try LabelImport.read(path: journal.file(name, input), source: nil)
    if let first = read.rejected.first, read.reports.isEmpty { throw Refusal(reason: first.reason) }
  }

  private func decode(_ ecosystem: Ecosystem, _ kind: DocumentKind, _ input: [UInt8]) throws {
    let document = Document(
      kind: kind, bytes: input, digest: "", observedAt: UTCInstant(milliseconds: 1_700_000_000_000))
    _ = try FactsDecoder().decode(PackageID(ecosystem, "demo"), from: [document])
  }

  private static func visit(_ value: JSONValue) {
    _ = (value.string, value.int, value.double, value.bool, value.isNull)
    _ = (value.count, value.unicodeScalarCount(), value["name"]?.string)
    value.forEachMember { _, child in visit(child) }
    value.forEachElement(visit)
  }
}

/// Why a reader refused an input without an error of its own.
struct Refusal: Error {
  let reason: String
}

// The readers of small texts.
extension Target {
  fileprivate static func copy(_ input: [UInt8]) throws {
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

  fileprivate static func head(_ input: [UInt8]) throws {
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

  fileprivate static func time(_ text: String) {
    let now = UTCInstant(milliseconds: 1_700_000_000_000)
    _ = (HTTPDate.parse(text)?.iso8601, HTTPDate.delay(text, now: now))
    _ = UTCInstant(parsing: text)?.iso8601
  }

  fileprivate static func address(_ text: String) {
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

  fileprivate static func version(_ text: String) {
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
