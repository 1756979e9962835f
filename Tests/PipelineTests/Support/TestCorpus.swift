import Corpus
import Foundation
import Logging
import Pipeline
import RegistrySimulator
import Storage
import Tables
import Testing

/// A corpus of one test, in a folder that goes with it.
final class TestCorpus: Sendable {
  private let scratch: ScratchFolder
  let layout: CorpusLayout

  init() throws {
    scratch = try ScratchFolder()
    layout = CorpusLayout(root: "\(scratch.path)/corpus")
  }

  /// The same corpus in another place, without a writer.
  init(copying other: TestCorpus) throws {
    scratch = try ScratchFolder()
    layout = CorpusLayout(root: "\(scratch.path)/corpus")
    try FileManager.default.copyItem(atPath: other.path, toPath: layout.root)
  }

  var path: String { layout.root }

  static let silent = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }

  /// Opens the corpus for one body of work and closes it.
  func open<Result>(
    _ now: UTCInstant, _ settings: Settings = Settings(), mode: CorpusStore.Mode = .write,
    _ body: (RunContext) async throws -> Result
  ) async throws -> Result {
    if mode == .write { try layout.prepare() }
    let store = try CorpusStore.open(path: path, mode: mode, now: now)
    let context = RunContext(
      layout: layout, store: store, settings: settings, now: now, log: Self.silent,
      progress: Progress(isEnabled: false))
    do {
      let result = try await body(context)
      try await store.close()
      return result
    } catch {
      try? await store.close()
      throw error
    }
  }

  /// One whole night as `make nightly` has it: labels and base rates of the day, then every stage.
  func night(_ day: Int, at registries: TestRegistries, _ options: CrawlOptions = CrawlOptions())
    async throws -> NightlyRun.Outcome
  {
    try registries.server.advance(toDay: day)
    return try await open(.night(day), registries.settings) { context in
      try await self.importLabels(registries, in: context)
      return try await NightlyRun.run(options, in: context)
    }
  }

  /// Imports what is known about malicious packages on the simulator's day.
  func importLabels(_ registries: TestRegistries, in context: RunContext) async throws {
    let world = try #require(registries.server.world)
    let labels = try scratch.write(world.labelsJSONL(), to: "labels.jsonl")
    let rates = try scratch.write(world.baseRatesCSV(), to: "base-rates.csv")
    _ = try await ImportStage.labels(path: labels, source: nil, in: context)
    _ = try await ImportStage.baseRates(path: rates, in: context)
  }

  /// Crawls once, without the other stages.
  func crawl(
    _ registries: TestRegistries, _ now: UTCInstant, _ options: CrawlOptions = CrawlOptions()
  ) async throws -> [Ecosystem: CrawlCounts] {
    try await open(now, registries.settings) { try await CrawlStage.run(options, in: $0) }
  }

  /// The newest documents: subject, kind, outcome and digest.
  func documents(_ now: UTCInstant) async throws -> Set<StoredDocument> {
    try await open(now, mode: .read) { context in
      var documents: Set<StoredDocument> = []
      for ecosystem in Ecosystem.allCases {
        let snapshots = try await context.store.newestSnapshots(ecosystem: ecosystem)
        documents.formUnion(snapshots.map(StoredDocument.init))
      }
      return documents
    }
  }

  /// The facts' tables of all ecosystems as bytes.
  func factsTables() throws -> [String: Data] {
    let names = ["facts", "releases", "dependencies", "maintainers"]
    return try contents(of: layout.stages).filter { file, _ in
      names.contains { file.hasPrefix("\($0)-") }
    }
  }

  /// The facts of one ecosystem.
  func facts(_ ecosystem: Ecosystem) throws -> [PackageFacts] {
    try FactsFiles(layout: layout, ecosystem: ecosystem).read()
  }
}

/// What the store says of one document, apart from when and where it was stored.
struct StoredDocument: Hashable {
  let package: PackageID
  let kind: DocumentKind
  /// Nil for a tombstone.
  let digest: String?

  /// A document as a registry serves it.
  init(package: PackageID, kind: DocumentKind, body: [UInt8]) {
    self.package = package
    self.kind = kind
    let hasher = Digest()
    hasher.update(body[...])
    digest = Hex.text(hasher.finish())
  }

  init(_ snapshot: Snapshot) {
    package = PackageID(snapshot.ecosystem, snapshot.subject)
    kind = snapshot.kind
    digest = snapshot.outcome == .tombstone ? nil : snapshot.digest
  }
}

extension TestCorpus {
  /// A column of numbers of a stage table, in its rows' order.
  func column(_ name: String, _ table: String, _ ecosystem: Ecosystem) throws -> [Double?] {
    let table = try ParquetReader.read(path: layout.stageTable(table, ecosystem))
    return try #require(table[name]?.optionalDoubles)
  }

  /// A column of texts of a stage table, in its rows' order.
  func strings(_ name: String, _ table: String, _ ecosystem: Ecosystem) throws -> [String] {
    let table = try ParquetReader.read(path: layout.stageTable(table, ecosystem))
    guard case .string(let values) = try #require(table[name]).values else { return [] }
    return values
  }
}
