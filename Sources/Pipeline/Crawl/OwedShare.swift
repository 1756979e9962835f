package import Corpus
package import Storage

/// How fresh and other work share one batch, and when a document is too large to be asked for again.
package enum OwedShare {
  /// Fresh items first, but no more than their share of the batch while other work waits.
  package static func mix(fresh: [OwedItem], rest: [OwedItem], size: Int, freshShare: Double)
    -> [OwedItem]
  {
    let reserved = Int((Double(size) * freshShare).rounded(.up))
    let taken = fresh.prefix(max(reserved, size - rest.count))
    return Array((taken + rest).prefix(size))
  }

  /// The next items of one registry.
  static func next(
    _ ecosystem: Ecosystem, size: Int, in context: RunContext
  ) async throws -> [OwedItem] {
    let fresh = try await context.store.owed(
      ecosystem, lanes: OwedLane.fresh, limit: size, notBefore: context.now)
    let rest = try await context.store.owed(
      ecosystem, lanes: OwedLane.rest, limit: size, notBefore: context.now)
    return mix(fresh: fresh, rest: rest, size: size, freshShare: context.settings.freshShare)
  }

  /// Bytes above which npm documents are fetched in full once a day at most.
  ///
  /// Source: registry protocols, section 2.5.
  private static let giantBytes = 20 << 20

  /// When a giant may be fetched again; nil for anything smaller and for one not fetched within the day.
  package static func restingUntil(_ newest: Snapshot?, now: UTCInstant) -> UTCInstant? {
    guard let newest, newest.kind == .packument, newest.bodyBytes > giantBytes else { return nil }
    let next = newest.fetchedAt.addingDays(1)
    return next > now ? next : nil
  }
}
