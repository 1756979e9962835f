import Corpus
import Registries
import Storage

/// Reads and decodes the stored documents of one package, as of any moment.
struct PackageDocuments {
  let package: PackageID
  let timeline: PackageTimeline
  private let decoder: FactsDecoder
  private let store: CorpusStore
  /// Bodies read ahead, by digest.
  private let bodies: [String: [UInt8]]

  init(
    _ package: PackageID, _ timeline: PackageTimeline, _ decoder: FactsDecoder,
    _ store: CorpusStore, bodies: [String: [UInt8]] = [:]
  ) {
    self.bodies = bodies
    self.package = package
    self.timeline = timeline
    self.decoder = decoder
    self.store = store
  }

  /// The facts that some stored bodies hold together.
  ///
  /// - Throws: an error with the reason for the package's rejection; `StorageError` for a damaged store.
  func decode(_ snapshots: [Snapshot], dump: CrateDumpRow?) async throws -> DecodedFacts {
    var documents: [Document] = []
    for snapshot in snapshots {
      if let truncation = snapshot.truncation {
        throw PipelineError(
          .registry, "the \(snapshot.kind.rawValue) document is cut off (\(truncation.rawValue))")
      }
      let body =
        if let body = bodies[snapshot.digest] { body } else { try await store.body(of: snapshot) }
      documents.append(
        Document(
          kind: snapshot.kind, bytes: body, digest: snapshot.digest,
          observedAt: timeline.firstSeen(snapshot)))
    }
    return try decoder.decode(package, from: documents, dump: dump)
  }

  /// The facts as of a moment; nil when its documents cannot be read.
  func facts(at moment: UTCInstant, dump: CrateDumpRow? = nil) async throws -> DecodedFacts? {
    let newest = timeline.newest(at: moment)
    let bodies = newest.filter { $0.outcome != .tombstone }
    guard !bodies.isEmpty || dump != nil else {
      var facts = PackageFacts(package: package, observedAt: moment)
      facts.status = .deleted
      return DecodedFacts(facts: facts)
    }
    do {
      var read = try await decode(bodies, dump: dump)
      if newest.areGone, read.facts.status == .active { read.facts.status = .deleted }
      return read
    } catch let error as StorageError {
      throw error
    } catch {
      // What cannot be read shows no state: the visit counts as none.
      return nil
    }
  }

  /// The states a moment shows: those of its documents alone.
  func states(at moment: UTCInstant) async throws -> PackageFacts? {
    try await facts(at: moment)?.facts
  }

  /// The newest facts before a moment that still showed releases; nil when none did.
  func lastLiveFacts(before end: UTCInstant, dump: CrateDumpRow?) async throws -> PackageFacts? {
    let moments = Set(timeline.snapshots.filter { $0.outcome == .stored }.map(\.fetchedAt))
    for moment in moments.sorted(by: >) where moment < end {
      do {
        let facts = try await decode(timeline.newestBodies(at: moment), dump: dump).facts
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
}

extension [Snapshot] {
  /// Whether the registry answered "gone" for the document that decides: PyPI's status page, else the only one.
  var areGone: Bool {
    let deciding = filter { $0.kind != .projectJSON }
    return (deciding.isEmpty ? self : deciding).allSatisfy { $0.outcome == .tombstone }
  }
}
