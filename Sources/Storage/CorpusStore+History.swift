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
}
