import Corpus
import Features
import Foundation
import Labels
import Logging
import Storage
import Tables

/// The stage table of the newest imported popularity list of each registry.
enum PopularityTable {
  /// What a list says of the packages of one registry.
  struct Contents: Equatable {
    /// Most popular first.
    var names: [String]
    /// Downloads by package; packages of a list of ranks have none.
    var downloads: [PackageID: Int64]
  }

  /// Decodes the list of the newest day and writes it; nothing is written while none was imported.
  ///
  /// - Parameter asOf: use what was known at this moment; nil means the newest documents.
  static func write(_ ecosystem: Ecosystem, asOf: UTCInstant?, in context: RunContext) async throws
  {
    let path = context.layout.stageTable("popularity", ecosystem)
    let snapshots = try await context.store.newestSnapshots(
      ecosystem: ecosystem, kinds: [.popularity], asOf: asOf)
    let newest = snapshots.max {
      ($0.version ?? "", $0.fetchedAt, $0.subject) < ($1.version ?? "", $1.fetchedAt, $1.subject)
    }
    guard let newest else {
      try? FileManager.default.removeItem(atPath: path)
      return
    }
    if try digest(path) == newest.digest { return }
    let copy = "\(context.layout.temporary)/popularity-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: copy) }
    try await context.store.copyBody(of: newest, to: copy)
    do {
      let list = try PopularityImport.read(path: copy, ecosystem: ecosystem)
      try ParquetWriter.write(table(list, newest), to: path)
    } catch let error as LabelsError {
      context.log.warning("\(newest.subject) is set aside: \(error)")
    }
  }

  /// The newest list; nil while none was imported.
  ///
  /// - Throws: `PipelineError(.missingArtefact)` when the table is there but cannot be read.
  static func read(_ layout: CorpusLayout, _ ecosystem: Ecosystem) throws -> Contents? {
    let path = layout.stageTable("popularity", ecosystem)
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    do {
      let table = TableReader(try ParquetReader.read(path: path))
      let names = try table.strings("name")
      var downloads: [PackageID: Int64] = [:]
      for (name, count) in zip(names, try table.optionalInt64s("downloads")) {
        downloads[PackageID(ecosystem, name)] = count
      }
      return Contents(names: names, downloads: downloads)
    } catch let error as TablesError {
      throw PipelineError(
        .missingArtefact, "\(path) cannot be read: remove it and run `assay extract` again",
        cause: error)
    }
  }

  /// Names that squatters imitate, from the lists of all registries; nil while this one has none.
  ///
  /// Source of the numbers: scoring method, section 6.
  static func targets(_ layout: CorpusLayout, _ ecosystem: Ecosystem) throws -> PopularNames? {
    var ranked: [Ecosystem: [String]] = [:]
    for (one, limit) in [(Ecosystem.pypi, 5000), (.npm, 13_600), (.crates, 10_000)] {
      ranked[one] = try read(layout, one).map { Array($0.names.prefix(limit)) }
    }
    return ranked[ecosystem] == nil ? nil : PopularNames(ranked: ranked)
  }

  private static func digest(_ path: String) throws -> String? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let table = try? TableReader(ParquetReader.read(path: path))
    return try? table?.strings("document_digest").first
  }

  private static func table(_ list: PopularityImport, _ snapshot: Snapshot) -> Table {
    Table(
      name: "popularity",
      columns: FactsTables.keyColumns(list.rows.map { PackageID(list.ecosystem, $0.name) }) + [
        Column(
          "rank", .int64(list.rows.map { Int64($0.rank) }), doc: "0 for the most popular."),
        Column.optionalInt64s(
          "downloads", list.rows.map(\.downloads), unit: "count",
          doc: "Downloads in the list's own period; NULL in a list of ranks."),
        Column(
          "as_of", .string(list.rows.map { _ in snapshot.version ?? "" }),
          doc: "The day the list is of."),
        Column(
          "document_digest", .string(list.rows.map { _ in snapshot.digest }),
          doc: "SHA-256 of the imported file."),
      ], doc: "The newest imported popularity list, most popular first.")
  }
}

extension [PackageFacts] {
  /// The facts with the downloads of a list, where the registry itself counts none.
  ///
  /// A package that is not on the list stays not collected: lists leave out all but the head.
  func filled(from popularity: PopularityTable.Contents?) -> [PackageFacts] {
    guard let popularity, !popularity.downloads.isEmpty else { return self }
    return map { facts in
      guard facts.downloads.value == nil, let count = popularity.downloads[facts.package] else {
        return facts
      }
      var facts = facts
      facts.downloads = .present(count)
      return facts
    }
  }
}
