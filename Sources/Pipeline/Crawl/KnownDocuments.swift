import Corpus
import Storage

/// What is stored of each package, for comparing a feed with it.
struct KnownDocuments: Sendable {
  // Keyed by package, which compares bytes: `String` keys would merge names that differ in normal form.
  private var versions: [DocumentKind: [PackageID: String]] = [:]
  private let ecosystem: Ecosystem
  private var live: [DocumentKind: [String]] = [:]

  init(_ ecosystem: Ecosystem, in store: CorpusStore) async throws {
    self.ecosystem = ecosystem
    for snapshot in try await store.newestSnapshots(ecosystem: ecosystem, asOf: nil) {
      let package = PackageID(ecosystem, snapshot.subject)
      versions[snapshot.kind, default: [:]][package] = snapshot.version
      if snapshot.outcome != .tombstone {
        live[snapshot.kind, default: []].append(snapshot.subject)
      }
    }
  }

  /// The serial or revision of the newest stored document; nil when there is none or it carries none.
  func version(of subject: String, _ kind: DocumentKind) -> String? {
    versions[kind]?[PackageID(ecosystem, subject)]
  }

  /// Subjects whose newest document is no tombstone, in byte order.
  func liveSubjects(_ kind: DocumentKind) -> [String] { live[kind] ?? [] }
}
