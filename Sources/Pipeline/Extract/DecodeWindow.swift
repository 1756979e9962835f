import Corpus
import Foundation
import Registries
import Storage

/// Facts and rejections of the packages that were decoded.
struct Decoded: Sendable {
  var facts: [PackageID: PackageFacts] = [:]
  var rejections: [Rejection] = []
  var rejectedPackages: Set<PackageID> = []

  /// Takes the facts of one package, and a rejection for each document left out of them.
  mutating func add(_ read: DecodedFacts, of package: PackageID) {
    facts[package] = read.facts
    rejections += read.setAside.map {
      Rejection(package: package, stage: "extract", reason: $0.reason)
    }
  }

  mutating func add(_ other: Decoded) {
    facts.merge(other.facts) { _, last in last }
    rejections += other.rejections
    rejectedPackages.formUnion(other.rejectedPackages)
  }
}

/// Decodes packages on all cores, a few hundred to a task, a bounded number of tasks at once.
struct DecodeWindow: Sendable {
  let context: RunContext
  /// What the last dump that still had them says of deleted crates.
  let lastRows: [PackageID: CrateDumpRow]

  private static let packagesPerTask = 128

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
    for source in chunk {
      try Task.checkCancellation()
      do {
        decoded.add(try await facts(of: source, decoder), of: source.package)
      } catch let error as StorageError {
        throw error
      } catch {
        decoded.rejections.append(
          Rejection(package: source.package, stage: "extract", reason: "\(error)"))
        decoded.rejectedPackages.insert(source.package)
      }
    }
    return decoded
  }

  /// The newest facts; for a package that was taken down, its last live facts under its new status.
  private func facts(of source: PackageSource, _ decoder: FactsDecoder) async throws -> DecodedFacts
  {
    let newest = try await newestFacts(source, decoder)
    var read = newest
    if newest.facts.isTakenDown, let live = try await lastLiveFacts(source, decoder) {
      read.facts = live
      read.facts.status = newest.facts.status
    }
    read.facts.documentDigest = source.digest
    return read
  }

  private func newestFacts(_ source: PackageSource, _ decoder: FactsDecoder) async throws
    -> DecodedFacts
  {
    let bodies = source.snapshots.filter { $0.outcome != .tombstone }
    guard !bodies.isEmpty else {
      var facts = PackageFacts(package: source.package, observedAt: source.observedAt)
      facts.status = .deleted
      return DecodedFacts(facts: facts)
    }
    var read = try await decode(bodies, of: source, decoder)
    if source.isGone, read.facts.status == .active { read.facts.status = .deleted }
    return read
  }

  /// Walks the package's history back to the newest documents that still showed releases.
  private func lastLiveFacts(_ source: PackageSource, _ decoder: FactsDecoder) async throws
    -> PackageFacts?
  {
    let history = try await context.store.history(
      ecosystem: source.package.ecosystem, subject: source.package.key)
    let newestAllowed = source.snapshots.map(\.fetchedAt).max() ?? context.now
    let stored = history.filter {
      $0.kind.isAboutPackage && $0.outcome == .stored && $0.fetchedAt <= newestAllowed
    }
    let moments = Set(stored.map(\.fetchedAt)).sorted(by: >)
    for moment in moments {
      let kinds = Dictionary(grouping: stored.filter { $0.fetchedAt <= moment }, by: \.kind)
      let newestOfEach = kinds.values.compactMap { $0.max { $0.fetchedAt < $1.fetchedAt } }
      do {
        let facts = try await decode(
          newestOfEach, of: source, decoder, lastRow: lastRows[source.package]
        ).facts
        if !facts.isTakenDown, !facts.releases.isEmpty { return facts }
      } catch let error as StorageError {
        throw error
      } catch {
        // A document that cannot be read shows no releases: an older one may.
        continue
      }
    }
    return nil
  }

  private func decode(
    _ snapshots: [Snapshot], of source: PackageSource, _ decoder: FactsDecoder,
    lastRow: CrateDumpRow? = nil
  ) async throws -> DecodedFacts {
    var documents: [Document] = []
    for snapshot in snapshots {
      if let truncation = snapshot.truncation {
        throw PipelineError(
          .registry, "the \(snapshot.kind.rawValue) document is cut off (\(truncation.rawValue))")
      }
      documents.append(
        Document(
          kind: snapshot.kind, bytes: try await context.store.body(of: snapshot),
          digest: snapshot.digest, observedAt: try await firstSeen(snapshot)))
    }
    return try decoder.decode(source.package, from: documents, dump: source.dumpRow ?? lastRow)
  }

  /// When the snapshot's body was stored: confirming it later must not change what it says.
  private func firstSeen(_ snapshot: Snapshot) async throws -> UTCInstant {
    guard snapshot.outcome == .unchanged else { return snapshot.fetchedAt }
    let history = try await context.store.history(
      ecosystem: snapshot.ecosystem, subject: snapshot.subject)
    let source = history.last {
      $0.kind == snapshot.kind && $0.outcome == .stored && $0.digest == snapshot.digest
        && $0.fetchedAt <= snapshot.fetchedAt
    }
    return source?.fetchedAt ?? snapshot.fetchedAt
  }
}

extension PackageSource {
  /// Whether the registry answered "gone" for the document that decides: PyPI's status page, else the only one.
  var isGone: Bool {
    let deciding = snapshots.filter { $0.kind != .projectJSON }
    return (deciding.isEmpty ? snapshots : deciding).allSatisfy { $0.outcome == .tombstone }
  }
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
