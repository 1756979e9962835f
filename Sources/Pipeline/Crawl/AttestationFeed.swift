import Corpus
import Logging
import Registries
import Storage

/// Turns package documents that were stored since the last look into owed attestations.
///
/// The stored documents are the feed, its cursor the moment up to which they were looked at, and the
/// cursor rule is that of every feed: it is committed together with what is owed.
struct AttestationFeed {
  let ecosystem: Ecosystem
  let context: RunContext

  /// The document that tells of attestations; nil where there are none.
  private var kind: DocumentKind? {
    switch ecosystem {
    case .pypi: .simpleDetail
    case .npm: .packument
    case .crates: nil
    }
  }

  /// Owes the attestations that new documents name and no snapshot holds; returns how many.
  func refresh() async throws -> Int {
    guard let kind else { return 0 }
    let feed = "\(ecosystem.rawValue)/attestations"
    let seen = try await context.store.cursor(feed).flatMap { UTCInstant(parsing: $0) }
    let fresh = try await context.store.newestSnapshots(ecosystem: ecosystem, kinds: [kind])
      .filter { $0.outcome == .stored && $0.truncation == nil && isFresh($0.fetchedAt, seen) }
    var owed: [OwedItem] = []
    let decoder = FactsDecoder()
    for snapshot in fresh {
      try Task.checkCancellation()
      owed += try await items(snapshot, decoder)
    }
    let newest = fresh.map(\.fetchedAt).max()
    guard let cursor = newest ?? seen else { return 0 }
    try await context.store.commitPage(feed: feed, cursor: cursor.iso8601, owed: owed)
    return owed.count
  }

  /// What this very run stored may have come after its own look.
  private func isFresh(_ fetchedAt: UTCInstant, _ seen: UTCInstant?) -> Bool {
    guard let seen else { return true }
    return fetchedAt > seen || fetchedAt == context.now
  }

  private func items(_ snapshot: Snapshot, _ decoder: FactsDecoder) async throws -> [OwedItem] {
    let document = Document(
      kind: snapshot.kind, bytes: try await context.store.body(of: snapshot),
      digest: snapshot.digest, observedAt: snapshot.fetchedAt)
    guard AttestationPlan.mayName(document) else { return [] }
    let package = PackageID(ecosystem, snapshot.subject)
    // A document that cannot be read is a rejection of extract, not of this feed.
    let subjects = (try? AttestationPlan.subjects(of: package, in: document, decoder)) ?? []
    var items: [OwedItem] = []
    for subject in subjects {
      let kind: DocumentKind = ecosystem == .pypi ? .provenance : .attestations
      let known = try await context.store.newestAny(
        ecosystem: ecosystem, kind: kind, subject: subject.name)
      if known == nil {
        items.append(
          OwedItem(ecosystem: ecosystem, name: subject.name, kind: kind, version: nil))
      }
    }
    return items
  }
}

extension OwedItem {
  /// What the document is stored under: the package's key, or the name itself for documents about less.
  var subject: String { kind.isAboutPackage ? PackageID(ecosystem, name).key : name }

  /// The package it is about.
  var package: PackageID {
    guard !kind.isAboutPackage else { return PackageID(ecosystem, name) }
    return AttestationPlan.subject(named: name, of: ecosystem)?.package
      ?? PackageID(ecosystem, name)
  }
}
