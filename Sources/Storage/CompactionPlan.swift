import Corpus

/// Decides which segments of one kind are rewritten, and which of them together.
struct CompactionPlan {
  let rows: [SegmentRow]
  let trials: [DocumentKind: CompactionTrial]
  let sealBytes: Int
  /// The segments to rewrite, ascending.
  var chosen: [SegmentRow] = []

  /// What a dictionary of a segment's own takes at most, compressed.
  private static let dictionaryCost = Double(Limits.dictionaryBytes / 3)

  init(
    rows: [SegmentRow], trials: [DocumentKind: CompactionTrial], minimumSaving: Double,
    sealBytes: Int
  ) {
    self.rows = rows
    self.trials = trials
    self.sealBytes = sealBytes
    let small = rows.filter { $0.bytes < sealBytes / 4 }
    chosen = rows.filter { row in
      if row.kind == nil || (small.count > 1 && small.contains(row)) { return true }
      let saving = trials.values.compactMap { $0.saving(row.number) }.max() ?? 0
      return saving >= minimumSaving && saving * Double(row.bytes) > Self.dictionaryCost
    }
  }

  /// The chosen segments in groups that fill one segment each.
  var groups: [[SegmentRow]] {
    var groups: [[SegmentRow]] = []
    var bytes = 0
    for row in chosen {
      if groups.isEmpty || bytes + row.bytes > sealBytes {
        groups.append([])
        bytes = 0
      }
      groups[groups.count - 1].append(row)
      bytes += row.bytes
    }
    return groups
  }

  /// The sizes as they are, and what was measured.
  func report(_ ecosystem: Ecosystem, _ kind: DocumentKind?) -> CompactionReport {
    let size = CompactionReport.Size(
      segments: rows.count, bytes: rows.reduce(0) { $0 + $1.bytes })
    return CompactionReport(
      ecosystem: ecosystem, kind: kind, before: size, after: size,
      measuredSaving: trials.values.compactMap { $0.saving() }.max(),
      sampled: trials.values.reduce(0) { $0 + $1.sampled })
  }
}
