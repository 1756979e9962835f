package import Corpus

/// The newest of what is stored of one package document, as far as comparing it with a feed needs.
package struct KnownDocument: Sendable, Hashable {
  package var subject: String
  package var kind: DocumentKind
  /// The serial or revision it carries; nil when it carries none.
  package var version: String?
  /// Whether the newest answer was that it is gone.
  package var isGone: Bool
}
