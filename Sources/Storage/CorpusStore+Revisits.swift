package import Corpus
import GRDB

extension CorpusStore {
  /// Commits one page of a feed: cursors, owed work and all it says, in one transaction.
  package func commit(_ step: FeedStep) throws {
    try change { db in
      for item in step.owed { try OwedTable.put(item, in: db) }
      for item in step.rechecks { try OwedTable.putRecheck(item, in: db) }
      // A name promised again before it could be fetched keeps its times.
      let planned = try step.revisits.filter { try !RevisitTable.isPending($0, in: db) }
      for revisit in planned { try RevisitTable.put(revisit, in: db) }
      for entry in step.journal { try JournalTable.put(entry, in: db) }
      if let ecosystem = step.listing {
        if step.forgetsListed { try RevisitTable.forgetListed(ecosystem, in: db) }
        for name in step.listed { try RevisitTable.put(listed: name, of: ecosystem, in: db) }
      }
      for (feed, cursor) in step.cursors.sorted(by: { $0.key < $1.key }) {
        if let cursor {
          try OwedTable.put(cursor: cursor, of: feed, in: db)
        } else {
          try OwedTable.remove(cursor: feed, in: db)
        }
      }
    }
    try flush()
  }

  /// Has a document fetched again at a set time; part of the open batch.
  package func schedule(_ revisit: Revisit) throws {
    try change { try RevisitTable.put(revisit, in: $0) }
  }

  /// Owes every revisit whose time has come, unless its document is owed anyway.
  package func oweDueRevisits(_ ecosystem: Ecosystem, now: UTCInstant) throws {
    try change { try RevisitTable.oweDue(ecosystem, now: now, in: $0) }
    try flush()
  }

  /// Revisits still to come, by time, then name and kind.
  package func revisits(_ ecosystem: Ecosystem) throws -> [Revisit] {
    try query { try RevisitTable.all(ecosystem, in: $0) }
  }

  /// The newest snapshot of each subject, tombstones included, in the order asked; nil for one never seen.
  package func newestOfEach(
    _ subjects: [String], ecosystem: Ecosystem, kind: DocumentKind
  ) throws -> [Snapshot?] {
    try query { db in
      try subjects.map {
        try SnapshotTable.newest(ecosystem, kind, $0, withBody: false, in: db)?.snapshot
      }
    }
  }

  /// Subjects whose newest document is no tombstone and that the comparison has not seen, in byte order.
  package func unlisted(_ ecosystem: Ecosystem, kind: DocumentKind) throws -> [String] {
    try query { db in
      try RevisitTable.unlisted(ecosystem, kind: kind, in: db).filter { subject in
        let newest = try SnapshotTable.newest(ecosystem, kind, subject, withBody: false, in: db)
        return newest?.snapshot.outcome != .tombstone
      }
    }
  }

  /// How many names the comparison under way has seen.
  package func listedCount(_ ecosystem: Ecosystem) throws -> Int {
    try query { try RevisitTable.listedCount(ecosystem, in: $0) }
  }

  /// What PyPI's journal said about a package, oldest first; the key is the normalised name.
  package func journal(of key: String) throws -> [JournalEntry] {
    try query { try JournalTable.rows(of: key, in: $0) }
  }

  /// The newest serial of the journal that is kept; nil without any.
  package func newestJournalSerial() throws -> Int64? {
    try query { try JournalTable.newestSerial(in: $0) }
  }
}
