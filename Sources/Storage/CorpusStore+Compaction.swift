import Corpus
import Foundation
import GRDB

extension CorpusStore {
  /// Rewrites segments with a newly trained dictionary where that pays, and merges small ones.
  ///
  /// Records keep their bytes, names and order, so digests and what refers to them stay as they are; only the
  /// catalog's places change, in one commit for each group of segments: before it all is as it was, after it
  /// all is new. `say` is called for the segments of each kind. Damaged segments are left alone. Throws
  /// `CancellationError` between records, `StorageError` when disk or catalog fail.
  package func compact(
    minimumSaving: Double = 0.03, say: @Sendable (CompactionReport) -> Void
  ) throws {
    try requireWriting()
    try flush()
    // Nothing is appended to what is rewritten: the next append starts a segment of its own.
    writers = [:]
    for ecosystem in Ecosystem.allCases {
      let rows = try query { try SegmentTable.rows(ecosystem, in: $0) }
      for kind in [nil] + DocumentKind.allCases.map(Optional.some) {
        let line = rows.filter { $0.kind == kind }
        guard !line.isEmpty else { continue }
        say(try compact(line, of: kind, ecosystem, minimumSaving))
      }
    }
  }

  private func compact(
    _ rows: [SegmentRow], of kind: DocumentKind?, _ ecosystem: Ecosystem, _ minimumSaving: Double
  ) throws -> CompactionReport {
    let trials = try trials(rows, ecosystem)
    var plan = CompactionPlan(
      rows: rows, trials: trials, minimumSaving: minimumSaving, sealBytes: policy.sealBytes)
    var report = plan.report(ecosystem, kind)
    for row in plan.chosen {
      guard let reason = try damage(of: row) else { continue }
      plan.chosen.removeAll { $0 == row }
      report.damage = reason
    }
    for group in plan.groups {
      let made = try rewrite(group, with: trials.mapValues(\.dictionary))
      report.after.segments += made.count - group.count
      report.after.bytes += made.reduce(0) { $0 + $1.bytes } - group.reduce(0) { $0 + $1.bytes }
      report.isRewritten = true
    }
    return report
  }

  private func trials(
    _ rows: [SegmentRow], _ ecosystem: Ecosystem
  ) throws -> [DocumentKind: CompactionTrial] {
    let sample = try query { try RecordSample.all(ecosystem, in: rows.map(\.number), from: $0) }
    let byKind = Dictionary(grouping: sample.items, by: \.kind)
    return try byKind.mapValues { items in
      try CompactionTrial(RecordSample(items: items)) { try reader(ecosystem, $0) }
    }
  }

  /// Why a segment cannot be rewritten; nil when it is as its rows say.
  private func damage(of row: SegmentRow) throws -> String? {
    var check = Verification(
      row.ecosystem, row.number, path: folder.segment(row.ecosystem, row.number))
    try query { try check.run(in: $0) }
    return check.report.problems.first { !$0.isForgotten }.map { "\($0)" }
  }

  /// Writes the records of some segments into new ones, a kind each, and removes the old; returns the new.
  private func rewrite(
    _ group: [SegmentRow], with dictionaries: [DocumentKind: [UInt8]?]
  ) throws -> [SegmentRow] {
    let (ecosystem, sources) = (group[0].ecosystem, group.map(\.number))
    var output = CompactionOutput(
      ecosystem: ecosystem, folder: folder, sources: sources, dictionaries: dictionaries, now: now,
      prefix: try prefix(ecosystem, group),
      nextNumber: try query { try SegmentTable.nextNumber(ecosystem, in: $0) })
    do {
      try query { db in
        let cursor = try SnapshotTable.rows(ecosystem, segments: sources, in: db)
        while let row = try cursor.next() {
          try Task.checkCancellation()
          try output.copy(CatalogRow(row))
        }
      }
      try output.finish()
      try change { db in
        try output.enter(in: db)
        for number in sources { try SegmentTable.retire(ecosystem, number, in: db) }
      }
    } catch {
      output.discard()
      throw error
    }
    try flush()
    readers = [:]
    for number in sources { try DataFile.remove(folder.segment(ecosystem, number)) }
    try DataFile.syncFolder(folder.segments(ecosystem))
    return output.rows
  }
}
