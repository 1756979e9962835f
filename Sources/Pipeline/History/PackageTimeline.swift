import Corpus
import Registries

/// The documents of one package as they were stored, moment by moment.
struct PackageTimeline {
  /// Those about the package itself, oldest first; a denial that nothing confirmed is left out.
  let snapshots: [Snapshot]

  /// - Parameter newest: leaves out what was fetched later.
  init(_ history: [Snapshot], through newest: UTCInstant = .distantFuture) {
    snapshots = history.filter { snapshot in
      let isUnconfirmed = snapshot.outcome == .tombstone && snapshot.version == nil
      return snapshot.kind.isAboutPackage && snapshot.fetchedAt <= newest && !isUnconfirmed
    }
  }

  /// Moments at which a registry said something else than before, ascending.
  var changes: [UTCInstant] {
    Set(snapshots.filter { $0.outcome != .unchanged }.map(\.fetchedAt)).sorted()
  }

  /// The newest document of each kind as of a moment, tombstones included.
  func newest(at moment: UTCInstant) -> [Snapshot] {
    newestOfEach(snapshots.filter { $0.fetchedAt <= moment })
  }

  /// The newest body of each kind as of a moment.
  func newestBodies(at moment: UTCInstant) -> [Snapshot] {
    newestOfEach(snapshots.filter { $0.fetchedAt <= moment && $0.outcome == .stored })
  }

  private func newestOfEach(_ snapshots: [Snapshot]) -> [Snapshot] {
    Dictionary(snapshots.map { ($0.kind, $0) }) { _, later in later }.values.sorted {
      $0.kind.rawValue < $1.kind.rawValue
    }
  }

  /// The last visit before a moment; nil when there was none.
  func visit(before moment: UTCInstant) -> UTCInstant? {
    snapshots.last { $0.fetchedAt < moment }?.fetchedAt
  }

  /// When a snapshot's body was stored: confirming it later must not change what it says.
  func firstSeen(_ snapshot: Snapshot) -> UTCInstant {
    guard snapshot.outcome == .unchanged else { return snapshot.fetchedAt }
    let source = snapshots.last {
      $0.kind == snapshot.kind && $0.outcome == .stored && $0.digest == snapshot.digest
        && $0.fetchedAt <= snapshot.fetchedAt
    }
    return source?.fetchedAt ?? snapshot.fetchedAt
  }

  /// What a registry answered at a moment: kind, status and digest of each document.
  func evidence(at moment: UTCInstant) -> String {
    newest(at: moment).filter { $0.fetchedAt == moment }.map { snapshot in
      let what =
        snapshot.outcome == .tombstone
        ? "answered \(snapshot.status)" : "sha256 \(snapshot.digest.prefix(16))"
      return "\(snapshot.kind.rawValue) \(what)"
    }.joined(separator: "; ")
  }
}
