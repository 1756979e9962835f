import Corpus
import Storage

/// The order in which one crawl works off what is owed: that of the feeds, or by priority when requests are scarce.
struct OwedTurns {
  let ecosystem: Ecosystem
  let context: RunContext
  /// Whether the month's requests do not last for what is owed.
  let isScarce: Bool
  private var place: FetchPlace?

  init(
    _ ecosystem: Ecosystem, owed: Int, clients: RegistryClients, in context: RunContext
  ) async throws {
    self.ecosystem = ecosystem
    self.context = context
    // What the feed leased and did not send is left as well.
    try await clients.ledger.settle(ecosystem)
    let left = try await RequestUse.measure(ecosystem, in: context).left
    // With nothing left the first request says so.
    isScarce = left.map { owed > $0 && $0 > 0 } ?? false
    guard isScarce else { return }
    let priority = try await FetchPriority.gather(ecosystem, in: context)
    try await context.store.rankOwed(ecosystem, now: context.now) {
      priority.turn(of: $0, isNew: $1)
    }
  }

  /// The next items to fetch; empty when nothing is due.
  mutating func next(_ size: Int) async throws -> [OwedItem] {
    guard isScarce else {
      return try await OwedShare.next(ecosystem, size: size, in: context)
    }
    let (items, last) = try await context.store.rankedOwed(
      ecosystem, after: place, limit: size, now: context.now)
    place = last ?? place
    return items
  }
}
