import Corpus
import Foundation
import GRDB
import Storage
import Testing

@Suite struct MigrationTests {
  /// Turns a catalog back into one of the version before newest rows and kinds.
  private func age(_ scratch: ScratchCorpus) throws {
    try CatalogTables.execute(
      """
      DROP TABLE newest; DROP TABLE retired; DROP INDEX snapshots_moved;
      ALTER TABLE snapshots DROP COLUMN file; ALTER TABLE segments DROP COLUMN kind;
      ALTER TABLE segments DROP COLUMN is_compacted;
      DELETE FROM grdb_migrations WHERE identifier = 'newest, segments of one kind, compaction';
      """, on: scratch)
  }

  @Test(arguments: [CorpusStore.Mode.read, .write])
  func `a corpus of the version before opens with its newest rows`(mode: CorpusStore.Mode)
    async throws
  {
    let scratch = ScratchCorpus()
    let store = try scratch.open()
    for minute in 0..<3 { try await store.append(capture("a", "\(minute)", minute: minute)) }
    try await store.append(capture("b", "1", minute: 2))
    try await store.append(capture("b", "gone", status: 404, minute: 1))
    let expected = try await store.newestSnapshots(ecosystem: .crates)
    try await store.close()
    let newest = try CatalogTables.rows("newest", of: scratch)
    #expect(newest.count == 2)
    try age(scratch)
    let again = try scratch.open(mode)
    #expect(try await again.newestSnapshots(ecosystem: .crates) == expected)
    #expect(expected.map(\.bodyBytes) == [1, 1])
    #expect(expected.map(\.outcome) == [.stored, .stored])
    try await again.close()
    #expect(try CatalogTables.rows("newest", of: scratch) == newest)
  }

  @Test func `a segment of several kinds is not appended to`() async throws {
    let scratch = ScratchCorpus()
    let store = try scratch.open()
    try await store.append(capture("a", "1"))
    try await store.close()
    try age(scratch)
    let again = try scratch.open()
    let next = try await again.append(capture("b", "2"))
    #expect(next.segment == 1)
    #expect(try await again.verify().problems == [])
    try await again.close()
  }
}
