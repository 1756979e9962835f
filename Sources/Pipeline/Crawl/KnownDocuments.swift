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
    for document in try await store.knownDocuments(ecosystem) {
      let package = PackageID(ecosystem, document.subject)
      versions[document.kind, default: [:]][package] = document.version
      if !document.isGone { live[document.kind, default: []].append(document.subject) }
    }
  }

  /// The serial or revision of the newest stored document; nil when there is none or it carries none.
  func version(of subject: String, _ kind: DocumentKind) -> String? {
    versions[kind]?[PackageID(ecosystem, subject)]
  }

  /// Subjects whose newest document is no tombstone, in byte order.
  func liveSubjects(_ kind: DocumentKind) -> [String] { live[kind] ?? [] }
}
