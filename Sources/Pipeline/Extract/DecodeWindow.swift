import Corpus
import Foundation
import Registries
import Storage

/// Facts and rejections of the packages that were decoded.
struct Decoded: Sendable {
  var facts: [PackageID: PackageFacts] = [:]
  /// Changes of state since the last extract, in no order.
  var changes: [StateChange] = []
  var rejections: [Rejection] = []
  var rejectedPackages: Set<PackageID> = []

  /// Takes the facts of one package, and a rejection for each document left out of them.
  mutating func add(_ decoded: DecodedPackage, of package: PackageID) {
    facts[package] = decoded.read.facts
    changes += decoded.changes
    rejections += decoded.read.setAside.map {
      Rejection(package: package, stage: "extract", reason: $0.reason)
    }
  }

  mutating func add(_ other: Decoded) {
    facts.merge(other.facts) { _, last in last }
    changes += other.changes
    rejections += other.rejections
    rejectedPackages.formUnion(other.rejectedPackages)
  }
}

/// The facts of one package and how it came to them since the last extract.
struct DecodedPackage {
  var read: DecodedFacts
  var changes: [StateChange]
}

/// What an earlier extract found of one package.
struct KnownStates: Sendable {
  let facts: PackageFacts
  /// The newest moment that it took into account.
  let until: UTCInstant
}

/// Decodes packages on all cores, a few hundred to a task, a bounded number of tasks at once.
struct DecodeWindow: Sendable {
  let context: RunContext
  /// What the last dump that still had them says of deleted crates.
  let lastRows: [PackageID: CrateDumpRow]
  /// What earlier extracts found; a package without an entry is followed from its first document.
  var previous: [PackageID: KnownStates] = [:]

  private static let packagesPerTask = 128
  /// Documents up to this size are read a task at a time, larger ones one by one.
  private static let readAheadBytes = 256 << 10

  func facts(of sources: [PackageSource]) async throws -> Decoded {
    let width = ProcessInfo.processInfo.activeProcessorCount
    let chunks = stride(from: 0, to: sources.count, by: Self.packagesPerTask).map {
      Array(sources[$0..<min($0 + Self.packagesPerTask, sources.count)])
    }
    var all = Decoded()
    var done = 0
    try await withThrowingTaskGroup(of: Decoded.self) { group in
      var next = chunks.makeIterator()
      for _ in 0..<width {
        if let chunk = next.next() { group.addTask { try await decode(chunk) } }
      }
      while let part = try await group.next() {
        all.add(part)
        done += Self.packagesPerTask
        context.progress.update(
          "extract", done: min(done, sources.count), total: sources.count)
        if let chunk = next.next() { group.addTask { try await decode(chunk) } }
      }
    }
    all.rejections.sort { ($0.package, $0.reason) < ($1.package, $1.reason) }
    return all
  }

  @concurrent
  private func decode(_ chunk: [PackageSource]) async throws -> Decoded {
    let decoder = FactsDecoder()
    var decoded = Decoded()
    let histories = try await histories(of: chunk)
    let bodies = try await context.store.bodies(
      of: chunk.flatMap(\.snapshots).filter { $0.outcome != .tombstone },
      upTo: Self.readAheadBytes)
    for (source, timeline) in zip(chunk, histories) {
      try Task.checkCancellation()
      do {
        let documents = PackageDocuments(
          source.package, timeline, decoder, context.store, bodies: bodies)
        decoded.add(try await read(source, documents), of: source.package)
      } catch let error as StorageError where error.code != .corrupt {
        throw error
      } catch {
        decoded.rejections.append(
          Rejection(package: source.package, stage: "extract", reason: "\(error)"))
        decoded.rejectedPackages.insert(source.package)
      }
    }
    return decoded
  }

  private func histories(of chunk: [PackageSource]) async throws -> [PackageTimeline] {
    guard let ecosystem = chunk.first?.package.ecosystem else { return [] }
    let histories = try await context.store.histories(
      ecosystem: ecosystem, subjects: chunk.map(\.package.key))
    return zip(chunk, histories).map { source, history in
      PackageTimeline(
        history, through: source.snapshots.map(\.fetchedAt).max() ?? context.now)
    }
  }

  /// The newest facts; for a package that was taken down, its last live facts under its new status.
  private func read(
    _ source: PackageSource, _ documents: PackageDocuments
  ) async throws -> DecodedPackage {
    let newest = try await newestFacts(source, documents)
    var read = newest
    if newest.facts.isTakenDown,
      let live = try await documents.lastLiveFacts(
        before: .distantFuture, dump: source.dumpRow ?? lastRows[source.package])
    {
      read.facts = live
      read.facts.status = newest.facts.status
    }
    read.facts.documentDigest = source.digest
    let walk = try await walk(source, newest.facts, documents)
    read.facts.generation = walk.generation
    read.facts.generationSince = walk.generationSince
    return DecodedPackage(read: read, changes: walk.changes)
  }

  private func newestFacts(_ source: PackageSource, _ documents: PackageDocuments) async throws
    -> DecodedFacts
  {
    guard source.snapshots.contains(where: { $0.outcome != .tombstone }) else {
      var facts = PackageFacts(package: source.package, observedAt: source.observedAt)
      facts.status = .deleted
      return DecodedFacts(facts: facts)
    }
    let bodies = source.snapshots.filter { $0.outcome != .tombstone }
    var read = try await documents.decode(bodies, dump: source.dumpRow)
    if source.isGone, read.facts.status == .active { read.facts.status = .deleted }
    return read
  }

  /// Every state since the last extract, the newest included.
  private func walk(
    _ source: PackageSource, _ newest: PackageFacts, _ documents: PackageDocuments
  ) async throws -> StateWalk {
    let known = previous[source.package]
    var walk = StateWalk(source.package, from: known?.facts)
    let moments = documents.timeline.changes.filter { moment in
      known.map { moment > $0.until } ?? true
    }
    for moment in moments {
      // A crate's states are those of its index file: dumps between are not kept in memory.
      let isNewest = moment == moments.last && source.package.ecosystem != .crates
      guard
        let facts = isNewest ? newest : try await documents.states(at: moment)
      else { continue }
      walk.visit(
        StateWalk.Visit(
          facts: facts, at: moment, before: documents.timeline.visit(before: moment),
          evidence: documents.timeline.evidence(at: moment)))
    }
    return walk
  }
}

extension PackageSource {
  /// Whether the registry answered "gone"; see `areGone`.
  var isGone: Bool { snapshots.areGone }
}

extension PackageFacts {
  /// Whether the registry shows a placeholder or nothing in place of the package.
  var isTakenDown: Bool {
    switch status {
    case .quarantined, .unpublished, .holder, .deleted: true
    case .active, .archived: false
    }
  }
}
