package import Corpus

extension CorpusStore {
  /// All snapshots of several subjects, each oldest first, in the order of `subjects`.
  ///
  /// One call for many: the caller waits for the store once.
  package func histories(ecosystem: Ecosystem, subjects: [String]) throws -> [[Snapshot]] {
    try query { db in
      try subjects.map { try SnapshotTable.history(ecosystem, $0, in: db).map(\.snapshot) }
    }
  }

  /// The bodies of documents of at most `maximumBytes`, by digest; larger and damaged ones are left out.
  ///
  /// One call for many: what is left out is read, or refused with its reason, one by one.
  package func bodies(of snapshots: [Snapshot], upTo maximumBytes: Int) throws
    -> [String: [UInt8]]
  {
    var bodies: [String: [UInt8]] = [:]
    for snapshot in snapshots where snapshot.bodyBytes <= maximumBytes {
      guard bodies[snapshot.digest] == nil else { continue }
      do {
        bodies[snapshot.digest] = try body(of: snapshot)
      } catch let error as StorageError where error.code == .corrupt {
        continue
      }
    }
    return bodies
  }
}
