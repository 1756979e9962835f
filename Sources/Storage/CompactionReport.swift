package import Corpus

/// What compaction found of the segments of one kind, and what it made of them.
package struct CompactionReport: Sendable, Hashable {
  /// Segments and their bytes.
  package struct Size: Sendable, Hashable {
    package var segments = 0
    package var bytes = 0
  }

  package var ecosystem: Ecosystem
  /// Nil for segments of several kinds, which become segments of one kind each.
  package var kind: DocumentKind?
  package var before = Size()
  /// The same as `before` when nothing was done.
  package var after = Size()
  /// The share of bytes a new dictionary saves on records it has not seen; nil when there were too few to tell.
  package var measuredSaving: Double?
  /// Records it was measured on.
  package var sampled = 0
  /// Whether anything was rewritten; if not, the saving was too small.
  package var isRewritten = false
  /// What is wrong with a segment that was left as it is for that; nil when none was.
  package var damage: String?
}
