import Corpus
import Foundation
import Storage
import Testing

@Suite struct CorpusStoreTests {
  @Test func `a stored body comes back byte for byte`() async throws {
    let scratch = ScratchCorpus()
    let store = try scratch.open()
    let body = "{\"name\":\"serde\"}\r\n\r\nWARC/1.1\r\n\u{0}"
    let stored = try await store.append(capture("serde", body))
    #expect(stored.outcome == .stored)
    #expect(stored.bodyBytes == body.utf8.count)
    #expect(stored.etag == "\"a\"")
    #expect(try await store.body(of: stored) == Array(body.utf8))
    try await store.close()
    let reader = try scratch.open(.read)
    let newest = try await reader.newest(ecosystem: .crates, kind: .indexFile, subject: "serde")
    #expect(newest == stored)
    #expect(try await reader.body(of: stored) == Array(body.utf8))
  }

  @Test func `same digest and 304 become revisits of the stored body`() async throws {
    let scratch = ScratchCorpus()
    let store = try scratch.open()
    let first = try await store.append(capture("a", "body"))
    let same = try await store.append(capture("a", "body", minute: 1, headers: []))
    let confirmed = try await store.append(
      capture("a", "", status: 304, minute: 2, headers: [HeaderField("etag", "\"b\"")]))
    let silent = try await store.append(capture("a", "", status: 304, minute: 3, headers: []))
    #expect([same, confirmed, silent].allSatisfy { $0.outcome == .unchanged })
    #expect(
      [same, confirmed, silent].allSatisfy { $0.digest == first.digest && $0.bodyBytes == 4 })
    #expect(same.etag == nil)
    #expect(confirmed.etag == "\"b\"")
    #expect(silent.etag == "\"b\"")
    for snapshot in [first, same, confirmed, silent] {
      #expect(try await store.body(of: snapshot) == Array("body".utf8))
    }
    #expect(
      try await store.history(ecosystem: .crates, subject: "a") == [first, same, confirmed, silent])
    #expect(try await store.verify().problems == [])
    try await store.close()
  }

  @Test func `a cut body stays cut when it is confirmed`() async throws {
    let scratch = ScratchCorpus()
    let store = try scratch.open()
    var cut = capture("a", "half")
    cut.truncation = .length
    try await store.append(cut)
    let confirmed = try await store.append(capture("a", "", status: 304, minute: 1, headers: []))
    #expect(confirmed.truncation == .length)
    try await store.close()
    let original = try CatalogTables.rebuildable(of: scratch)
    #expect(try CorpusStore.rebuildCatalog(path: scratch.path).problems == [])
    #expect(try CatalogTables.rebuildable(of: scratch) == original)
  }
}
