import Corpus
import Storage

/// What is stored of each package, for comparing a feed with it.
struct KnownDocuments: Sendable {
  private var versions: [DocumentKind: [String: String]] = [:]
  private var live: [DocumentKind: [String]] = [:]

  init(_ ecosystem: Ecosystem, in store: CorpusStore) async throws {
    for snapshot in try await store.newestSnapshots(ecosystem: ecosystem, asOf: nil) {
      versions[snapshot.kind, default: [:]][snapshot.subject] = snapshot.version
      if snapshot.outcome != .tombstone {
        live[snapshot.kind, default: []].append(snapshot.subject)
      }
    }
  }

  /// The serial or revision of the newest stored document; nil when there is none or it carries none.
  func version(of subject: String, _ kind: DocumentKind) -> String? { versions[kind]?[subject] }

  /// Subjects whose newest document is no tombstone, in byte order.
  func liveSubjects(_ kind: DocumentKind) -> [String] { live[kind] ?? [] }
}
