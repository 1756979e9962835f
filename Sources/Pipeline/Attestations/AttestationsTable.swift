package import Corpus
import Foundation
import Registries
import Storage
import Tables

/// The stage table of attestations: one row an attestation of a release.
package enum AttestationsTable {
  /// What is known of the attestations of each package, oldest first; empty while none was fetched.
  ///
  /// - Throws: `PipelineError(.missingArtefact)` when the table is there but cannot be read.
  package static func read(
    layout: CorpusLayout, ecosystem: Ecosystem
  ) throws -> [PackageID: [AttestationFacts]] {
    Dictionary(grouping: try rows(layout, ecosystem), by: \.package)
      .mapValues { $0.map(\.facts) }
  }

  /// One attestation, the package it is about, and the document it was read from.
  struct Row: Equatable, Sendable {
    var package: PackageID
    var subject: String
    var digest: String
    var observedAt: UTCInstant
    var facts: AttestationFacts
  }

  /// Decodes what is new among the documents and writes the table; other rows are carried over.
  ///
  /// - Parameter asOf: use what was known at this moment; nil means the newest documents.
  static func write(_ ecosystem: Ecosystem, asOf: UTCInstant?, in context: RunContext) async throws
  {
    let before = Dictionary(
      grouping: (try? rows(context.layout, ecosystem)) ?? [], by: \.subject)
    var all: [Row] = []
    for snapshot in try await context.store.newestSnapshots(
      ecosystem: ecosystem, kinds: [.provenance, .attestations], asOf: asOf)
    where snapshot.outcome != .tombstone {
      if let known = before[snapshot.subject], known.first?.digest == snapshot.digest {
        all += known
      } else {
        all += try await decode(snapshot, context)
      }
    }
    all.sort {
      ($0.package, $0.facts.loggedAt ?? $0.observedAt, $0.subject)
        < ($1.package, $1.facts.loggedAt ?? $1.observedAt, $1.subject)
    }
    try ParquetWriter.write(
      table(all), to: context.layout.stageTable("attestations", ecosystem))
  }

  /// None, with a rejection row, for a document that cannot be read.
  private static func decode(_ snapshot: Snapshot, _ context: RunContext) async throws -> [Row] {
    let named = AttestationPlan.subject(named: snapshot.subject, of: snapshot.ecosystem)
    guard let (package, subject) = named else { return [] }
    do {
      if let truncation = snapshot.truncation {
        throw DocumentError("attestation: the document is cut off (\(truncation.rawValue))")
      }
      let decoded = try AttestationDecoder().attestations(
        in: try await context.store.body(of: snapshot), version: subject.version,
        file: subject.file)
      let digest = try await registryDigest(
        of: subject, package, at: snapshot.fetchedAt, context)
      return decoded.map { one in
        Row(
          package: package, subject: snapshot.subject, digest: snapshot.digest,
          observedAt: snapshot.fetchedAt, facts: one.facts(comparedWith: digest, of: package))
      }
    } catch let error as StorageError {
      throw error
    } catch {
      let rejection = Rejection(
        package: package, stage: "extract", reason: "\(snapshot.subject): \(error)")
      try await context.store.record([rejection], run: context.runName)
      return []
    }
  }

  /// What the package's document of that time shows for the release; nil when it does not say.
  ///
  /// Not the newest one: a takedown empties it, and the same documents must always give the same row.
  private static func registryDigest(
    of subject: AttestationPlan.Subject, _ package: PackageID, at moment: UTCInstant,
    _ context: RunContext
  ) async throws -> RegistryDigest? {
    let kind: DocumentKind = package.ecosystem == .pypi ? .simpleDetail : .packument
    let history = try await context.store.history(
      ecosystem: package.ecosystem, subject: package.key)
    let snapshot = history.last {
      $0.kind == kind && $0.outcome == .stored && $0.fetchedAt <= moment
    }
    guard let snapshot else { return nil }
    return RegistryDigest(
      of: subject,
      in: Document(
        kind: kind, bytes: try await context.store.body(of: snapshot), digest: snapshot.digest,
        observedAt: snapshot.fetchedAt))
  }
}
