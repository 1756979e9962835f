package import Corpus

/// What compaction found of the segments of one kind, and what it made of them.
package struct CompactionReport: Sendable, Hashable {
  /// Segments and their bytes.
  package struct Size: Sendable, Hashable {
    package var segments = 0
    package var bytes = 0
  }

  /// What came of it.
  package enum Outcome: Sendable, Hashable {
    /// Rewritten.
    case done
    /// Left as it is: the saving is too small.
    case notWorth
    /// Left as it is: a segment is damaged, in these words.
    case damaged(String)
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
  package var outcome = Outcome.notWorth
}
