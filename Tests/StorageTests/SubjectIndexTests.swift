import Corpus
import Storage
import Testing

/// What is asked for every package must cost the same in a registry of a million.
@Suite struct SubjectIndexTests {
  /// Left to itself SQLite reads every row of the registry, with the index or without: a lookup that
  /// fails without the index is one that uses it.
  @Test func `a package is looked up by the index of subjects or not at all`() async throws {
    let scratch = ScratchCorpus()
    let store = try scratch.open()
    try await store.append(capture("a", "1", minute: 0))
    let unchanged = try await store.append(capture("a", "1", minute: 1))
    try await store.append(capture("b", "1", minute: 0))
    try await store.append(capture("b", "gone", status: 404, minute: 1))
    #expect(unchanged.outcome == .unchanged)
    #expect(try await store.history(ecosystem: .crates, subject: "a").count == 2)
    #expect(try await store.body(of: unchanged) == Array("1".utf8))
    let before = try await store.newest(ecosystem: .crates, kind: .indexFile, subject: "b")
    #expect(before?.outcome == .stored)
    try await store.close()

    try CatalogTables.execute("DROP INDEX snapshots_by_subject", on: scratch)
    let reader = try scratch.open(.read)
    await #expect(throws: StorageError.self) {
      try await reader.history(ecosystem: .crates, subject: "a")
    }
    await #expect(throws: StorageError.self) { try await reader.body(of: unchanged) }
    await #expect(throws: StorageError.self) {
      try await reader.newest(ecosystem: .crates, kind: .indexFile, subject: "b")
    }
    try await reader.close()
  }
}
