package import Corpus
import Storage

/// What the last answers about one document say about whether it is gone.
///
/// One 404 is never a deletion (registry protocols, section 9). It counts when a second one comes at least ten
/// minutes later, or when the feed itself said that the name is gone: its list without the name
/// and the 404 are two observations that do not depend on each other.
package struct Absence: Sendable {
  /// The promise of a feed that says a name is gone, and the version of a confirmed tombstone.
  package static let gone = "gone"

  private static let minute: Int64 = 60_000
  /// Between two answers that may count as independent.
  private static let confirmingInterval = 10 * minute
  /// When a name the feed lists and the registry denies is asked for again, after the first denial.
  private static let rechecks = [60 * minute, 24 * 60 * minute, 7 * 24 * 60 * minute]

  /// The first of the present run of tombstones; this answer's own moment when it begins the run.
  private let began: UTCInstant
  private let now: UTCInstant
  private let promise: String?
  /// Whether the document was never there as far as anyone saw.
  private let isNew: Bool

  /// - Parameters:
  ///   - history: what was stored of the document before, oldest first.
  ///   - promise: what the feed said when the document was owed.
  package init(after history: [Snapshot], promise: String?, now: UTCInstant) {
    let run = history.reversed().prefix { $0.outcome == .tombstone }
    began = run.last?.fetchedAt ?? now
    isNew = history.isEmpty
    self.promise = promise
    self.now = now
  }

  private var elapsed: Int64 { now.milliseconds - began.milliseconds }

  /// The version of the tombstone to store: nil while it is one observation only.
  ///
  /// After the last recheck it is what the feed promised, so that the feed does not owe it again.
  package var version: String? {
    if promise == Self.gone { return Self.gone }
    if let last = Self.rechecks.last, elapsed >= last { return promise ?? Self.gone }
    return elapsed >= Self.confirmingInterval ? Self.gone : nil
  }

  /// When to ask again; nil when nothing is left to find out.
  ///
  /// A name that is new to us may be listed before it is served: it gets a minute first.
  package var nextCheck: UTCInstant? {
    guard promise != Self.gone else { return nil }
    let steps = isNew ? [Self.minute] + Self.rechecks : Self.rechecks
    guard let next = steps.first(where: { $0 > elapsed }) else { return nil }
    return UTCInstant(milliseconds: began.milliseconds + next)
  }
}

extension Absence {
  /// The newest snapshots, each unconfirmed "gone" replaced by what was stored before it, if anything was.
  static func withoutUnconfirmed(
    _ newest: [Snapshot], in context: RunContext
  ) async throws -> [Snapshot] {
    var result: [Snapshot] = []
    result.reserveCapacity(newest.count)
    for snapshot in newest {
      guard snapshot.outcome == .tombstone, snapshot.version == nil else {
        result.append(snapshot)
        continue
      }
      let history = try await context.store.history(
        ecosystem: snapshot.ecosystem, subject: snapshot.subject)
      let before = history.last {
        $0.kind == snapshot.kind && $0.outcome != .tombstone && $0.fetchedAt <= snapshot.fetchedAt
      }
      if let before { result.append(before) }
    }
    return result
  }
}
