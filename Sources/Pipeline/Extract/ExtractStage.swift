package import Corpus
import Foundation
import Logging
import Registries
import Storage
import Tables

/// What extract did for one ecosystem.
package struct ExtractCounts: Codable, Sendable, Equatable {
  /// Packages with facts afterwards.
  package var packages = 0
  /// Packages whose documents were decoded in this run.
  package var decoded = 0
  /// Packages whose facts were carried over, since no document of theirs changed.
  package var carried = 0
  /// Packages whose documents could not be read: rejection rows say why.
  package var rejected = 0

  package init() {}
}

/// Turns the newest documents of each package into facts; only changed packages are decoded.
package enum ExtractStage {
  /// Writes `stages/facts`, `releases`, `dependencies` and `maintainers` of each ecosystem.
  ///
  /// - Parameter asOf: use what was known at this moment; nil means the newest documents.
  /// - Throws: `PipelineError(.tooManyRejections)` beyond the configured share; `StorageError`.
  package static func run(
    _ ecosystems: [Ecosystem], asOf: UTCInstant? = nil, in context: RunContext
  ) async throws -> [Ecosystem: ExtractCounts] {
    var counts: [Ecosystem: ExtractCounts] = [:]
    for ecosystem in ecosystems {
      counts[ecosystem] = try await extract(ecosystem, asOf, context)
      try Task.checkCancellation()
    }
    context.progress.finish()
    return counts
  }

  private static func extract(_ ecosystem: Ecosystem, _ asOf: UTCInstant?, _ context: RunContext)
    async throws -> ExtractCounts
  {
    let dump = try await CratesDumpReader(context: context).newest(ecosystem, asOf: asOf)
    let sources = try await packageSources(ecosystem, asOf, dump, context)
    guard asOf == nil || !sources.isEmpty else {
      return try await nothing(ecosystem, asOf, context)
    }
    let previous = previousFacts(ecosystem, context)
    let changed = sources.filter { previous[$0.package]?.documentDigest != $0.digest }
    let lastRows = try await CratesDumpReader(context: context).lastRows(of: changed, asOf: asOf)
    let states = StateLedger(
      previous.isEmpty ? [] : earlierStates(ecosystem, context), through: asOf ?? context.now)
    let known = states.known(of: changed, previous)
    let decoded = try await DecodeWindow(context: context, lastRows: lastRows, previous: known)
      .facts(of: changed)
    let facts = merged(sources, previous, decoded)
    var counts = ExtractCounts()
    counts.packages = facts.count
    counts.decoded = changed.count
    counts.carried = sources.count - changed.count
    counts.rejected = decoded.rejectedPackages.count
    try await report(decoded, of: sources.count, context)
    let anew = Set(changed.map(\.package)).subtracting(known.keys)
    try FactsFiles(layout: context.layout, ecosystem: ecosystem).write(
      facts, states: states.merged(with: decoded.changes, anew: anew))
    try await RepositoriesTable.write(ecosystem, asOf: asOf, in: context)
    try await AttestationsTable.write(ecosystem, asOf: asOf, in: context)
    try await PopularityTable.write(ecosystem, asOf: asOf, in: context)
    context.log.info(
      "\(ecosystem.rawValue): facts of \(counts.packages) packages, \(counts.decoded) decoded, \(counts.carried) carried over, \(counts.rejected) rejected"
    )
    return counts
  }

  /// Every package with its newest documents, sorted by package.
  private static func packageSources(
    _ ecosystem: Ecosystem, _ asOf: UTCInstant?, _ dump: CratesDump?, _ context: RunContext
  ) async throws -> [PackageSource] {
    let snapshots = try await Absence.withoutUnconfirmed(
      try await context.store.newestSnapshots(ecosystem: ecosystem, asOf: asOf), in: context)
    // By package, not by subject: texts that differ only in Unicode normal form are equal.
    let byPackage = Dictionary(grouping: snapshots) { PackageID(ecosystem, $0.subject) }
    return byPackage.map { package, snapshots in
      PackageSource(package: package, snapshots: snapshots, dumpRow: dump?.crates[package.key])
    }.sorted { $0.package < $1.package }
  }

  /// A moment before the first document leaves the tables as they are.
  ///
  /// - Throws: `PipelineError(.usage)` unless nothing was ever stored of the ecosystem.
  private static func nothing(
    _ ecosystem: Ecosystem, _ asOf: UTCInstant?, _ context: RunContext
  ) async throws -> ExtractCounts {
    let first = try await context.store.newestSnapshots(ecosystem: ecosystem, asOf: nil).isEmpty
    guard first else {
      throw PipelineError(
        .usage,
        "nothing of \(ecosystem.rawValue) was stored as of \(asOf.map(\.iso8601) ?? "now"): name a later moment; the tables are left as they were"
      )
    }
    context.log.info("\(ecosystem.rawValue): nothing was ever stored")
    return ExtractCounts()
  }

  /// The facts of the last run; none when they cannot be read, since they can be made again.
  private static func previousFacts(
    _ ecosystem: Ecosystem, _ context: RunContext
  ) -> [PackageID: PackageFacts] {
    let files = FactsFiles(layout: context.layout, ecosystem: ecosystem)
    guard files.exist else { return [:] }
    do {
      return Dictionary(try files.read().map { ($0.package, $0) }) { _, last in last }
    } catch {
      context.log.warning("\(error)\n  every package of \(ecosystem.rawValue) is decoded anew")
      return [:]
    }
  }

  /// The changes of state that earlier extracts found; none when they cannot be read.
  private static func earlierStates(
    _ ecosystem: Ecosystem, _ context: RunContext
  ) -> [StateChange] {
    do {
      return try StatesTable.read(ecosystem, context.layout)
    } catch {
      context.log.warning("\(error)\n  states of \(ecosystem.rawValue) begin anew")
      return []
    }
  }

  private static func merged(
    _ sources: [PackageSource], _ previous: [PackageID: PackageFacts], _ decoded: Decoded
  ) -> [PackageFacts] {
    sources.compactMap { source in
      if decoded.rejectedPackages.contains(source.package) { return nil }
      guard var facts = decoded.facts[source.package] ?? previous[source.package] else {
        return nil
      }
      // The last live facts of a package that was taken down keep their own moment.
      if !facts.isTakenDown || facts.releases.isEmpty { facts.observedAt = source.observedAt }
      return facts
    }
  }

  private static func report(
    _ decoded: Decoded, of total: Int, _ context: RunContext
  ) async throws {
    try await context.store.record(decoded.rejections, run: context.runName)
    let rejected = decoded.rejectedPackages.count
    let share = total > 0 ? Double(rejected) / Double(total) : 0
    guard share <= context.settings.maximumRejectedShare || rejected < 100 else {
      let first = decoded.rejections.first { decoded.rejectedPackages.contains($0.package) }
      throw PipelineError(
        .tooManyRejections,
        "extract rejected \(rejected) of \(total) packages, first: "
          + (first.map { "\($0.package): \($0.reason)" } ?? "unknown")
      )
    }
  }
}

/// One package and the newest snapshot of each of its documents.
struct PackageSource: Sendable {
  let package: PackageID
  let snapshots: [Snapshot]
  /// The newest dump's row; nil for other ecosystems and for crates it does not name.
  let dumpRow: CrateDumpRow?
  /// When a registry was last seen to say this: the newest answer or dump.
  let observedAt: UTCInstant

  init(package: PackageID, snapshots: [Snapshot], dumpRow: CrateDumpRow?) {
    self.package = package
    self.snapshots = snapshots
    let seen = snapshots.map(\.fetchedAt) + [dumpRow?.snapshotAt].compactMap(\.self)
    observedAt = seen.max() ?? UTCInstant(milliseconds: 0)
    self.dumpRow = dumpRow?.datedByItself
  }

  /// Raised whenever the same documents give other facts than before, so that nothing old is carried over.
  private static let edition = "2"

  /// Changes exactly when a document, the registry's answer about it, the dump's row or the edition changes.
  var digest: String {
    let parts = snapshots.sorted { $0.kind.rawValue < $1.kind.rawValue }.map { snapshot in
      snapshot.outcome == .tombstone
        ? "\(snapshot.kind.rawValue):gone" : String(snapshot.digest.prefix(32))
    }
    return ([Self.edition] + parts + [dumpRow?.digest].compactMap(\.self)).joined(separator: "+")
  }
}
