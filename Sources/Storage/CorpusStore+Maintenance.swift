import Corpus
import Foundation
import GRDB

extension CorpusStore {
  /// Reads every record of every segment and compares it with the catalog.
  ///
  /// Damage is reported, never thrown; `progress` is called after each segment.
  package func verify(
    progress: (@Sendable (VerifyProgress) -> Void)? = nil
  ) throws -> VerifyReport {
    try flush()
    let known = try query { db in
      try Ecosystem.allCases.map { try SegmentTable.rows($0, in: db) }
    }
    let total = known.joined().reduce(0) { $0 + $1.bytes }
    var report = VerifyReport()
    for ecosystem in Ecosystem.allCases {
      let rows = known.joined().filter { $0.ecosystem == ecosystem }.map(\.number)
      for number in Set(folder.segmentNumbers(ecosystem)).union(rows).sorted() {
        var check = Verification(ecosystem, number, path: folder.segment(ecosystem, number))
        try query { try check.run(in: $0) }
        report.add(check.report)
        progress?(
          VerifyProgress(
            ecosystem: ecosystem, segment: number, bytesDone: report.bytes, bytesTotal: total))
      }
    }
    return report
  }

  /// Makes a new catalog from the segments alone and puts it in the old one's place.
  ///
  /// `snapshots`, `segments` and `newest` come back row for row. What no segment holds starts empty: cursors, owed
  /// work and what belongs to its turns (the next crawl compares the full lists), `claims` and `base_rates` (label
  /// files are kept as documents and imported again), counted requests, `runs`, `rejections`, and `retired` but
  /// for files that are still there.
  /// Returns what could not be read. Throws `locked` when the corpus is in use.
  @discardableResult
  package static func rebuildCatalog(path: String) throws -> VerifyReport {
    let folder = CorpusFolder(path)
    let lock = try CorpusLock(folder: path)
    defer { withExtendedLifetime(lock) {} }
    let partial = "\(folder.catalog).rebuilt"
    for suffix in ["", "-wal", "-shm", "-journal"] { try DataFile.remove(partial + suffix) }
    let catalog = try Catalog(path: partial, isWriting: true)
    var rebuild = Rebuild(folder: folder, catalog: catalog)
    let report = try rebuild.run()
    try catalog.finish()
    for suffix in ["-wal", "-shm"] { try DataFile.remove(folder.catalog + suffix) }
    try DataFile.rename(partial, to: folder.catalog)
    try DataFile.syncFolder(path)
    return report
  }
}

extension VerifyReport {
  /// Adds what was found in another segment.
  mutating func add(_ other: VerifyReport) {
    segments += other.segments
    records += other.records
    bytes += other.bytes
    rows += other.rows
    problems += other.problems
  }
}
