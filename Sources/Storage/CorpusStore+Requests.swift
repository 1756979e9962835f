package import Corpus

extension CorpusStore {
  /// Requests counted for a registry in a month.
  package func requests(_ ecosystem: Ecosystem, in month: Month) throws -> Int {
    try query { try RequestTable.sent(ecosystem, month, in: $0) }
  }

  /// Counts requests before they are sent, as far as the limit allows, and commits.
  ///
  /// - Returns: how many of those wanted may be sent; 0 when none are left.
  package func leaseRequests(
    _ ecosystem: Ecosystem, in month: Month, wanted: Int, limit: Int?
  ) throws -> Int {
    let granted = try change { db in
      let sent = try RequestTable.sent(ecosystem, month, in: db)
      let granted = max(0, min(wanted, (limit ?? .max) - sent))
      if granted > 0 { try RequestTable.put(sent: sent + granted, ecosystem, month, in: db) }
      return granted
    }
    if granted > 0 { try flush() }
    return granted
  }

  /// Takes back from the count what was leased and not sent; commits with the next batch.
  package func returnRequests(_ ecosystem: Ecosystem, in month: Month, unused: Int) throws {
    try change { db in
      let sent = try RequestTable.sent(ecosystem, month, in: db)
      try RequestTable.put(sent: max(0, sent - unused), ecosystem, month, in: db)
    }
  }

  /// Gives every owed item that is due its turn; `isNew` says that nothing is stored of its package.
  package func rankOwed(
    _ ecosystem: Ecosystem, now: UTCInstant, by turn: (OwedItem, _ isNew: Bool) -> FetchTurn
  ) throws {
    try change { try RequestTable.rank(ecosystem, now: now, in: $0, by: turn) }
    try flush()
  }

  /// The next items in the order of their turns, and the place to go on from; nil when there are none.
  package func rankedOwed(
    _ ecosystem: Ecosystem, after place: FetchPlace?, limit: Int, now: UTCInstant
  ) throws -> (items: [OwedItem], last: FetchPlace?) {
    try query {
      try RequestTable.ranked(ecosystem, after: place, limit: limit, now: now, in: $0)
    }
  }
}
