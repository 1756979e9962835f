package import Corpus

extension CorpusStore {
  /// Where a feed was left; nil before its first page.
  package func cursor(_ feed: String) throws -> String? {
    try query { try OwedTable.cursor(feed, in: $0) }
  }

  /// Commits a feed's new cursor together with everything its page promised.
  package func commitPage(feed: String, cursor: String, owed: [OwedItem]) throws {
    try commit(FeedStep(cursors: [feed: cursor], owed: owed))
  }

  /// Owed items whose turn has come: by lane, those put off last, then in order of arrival.
  package func owed(
    _ ecosystem: Ecosystem, lanes: [OwedLane] = OwedLane.allCases, limit: Int,
    notBefore now: UTCInstant
  ) throws -> [OwedItem] {
    try query { try OwedTable.due(ecosystem, lanes: lanes, limit: limit, now: now, in: $0) }
  }

  /// How many items are owed, those put off included.
  package func owedCount(_ ecosystem: Ecosystem) throws -> Int {
    try query { try OwedTable.count(ecosystem, in: $0) }
  }

  /// Puts an item off and counts the attempt.
  package func postpone(_ item: OwedItem, until: UTCInstant, reason: String) throws {
    try change { try OwedTable.postpone(item, until: until, reason: reason, in: $0) }
  }

  /// Takes an item off, unless the feed has promised something newer since.
  package func settle(_ item: OwedItem) throws {
    try change { try OwedTable.settle(item, in: $0) }
  }

  /// The newest stored version token of each package: PyPI serial, npm revision.
  package func knownVersions(_ ecosystem: Ecosystem) throws -> [String: String] {
    try query { try SnapshotTable.versions(ecosystem, in: $0) }
  }
}
