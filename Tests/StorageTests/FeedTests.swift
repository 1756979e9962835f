import Corpus
import Foundation
import Storage
import Testing

@Suite struct FeedTests {
  private func item(_ name: String, _ version: String?) -> OwedItem {
    OwedItem(ecosystem: .npm, name: name, kind: .packument, version: version)
  }

  @Test func `cursor and owed names commit together and survive`() async throws {
    let scratch = ScratchCorpus()
    let store = try scratch.open()
    try await store.commitPage(feed: "npm", cursor: "41", owed: [item("b", "1-x"), item("a", nil)])
    let reader = try scratch.open(.read)
    #expect(try await reader.cursor("npm") == "41")
    #expect(try await reader.cursor("pypi") == nil)
    let owed = try await reader.owed(.npm, limit: 10, notBefore: .start)
    #expect(owed == [item("b", "1-x"), item("a", nil)])
    #expect(try await reader.owedCount(.npm) == 2)
    try await reader.close()
    try await store.close()
  }

  @Test func `a name promised anew while it was fetched stays owed`() async throws {
    let scratch = ScratchCorpus()
    let store = try scratch.open()
    try await store.commitPage(feed: "npm", cursor: "1", owed: [item("a", "1")])
    let taken = try #require(try await store.owed(.npm, limit: 1, notBefore: .start).first)
    try await store.commitPage(feed: "npm", cursor: "2", owed: [item("a", "2")])
    let old = capture("a", "old", version: "1", ecosystem: .npm, kind: .packument)
    try await store.append(old, settling: taken)
    #expect(try await store.owed(.npm, limit: 9, notBefore: .start) == [item("a", "2")])
    let new = capture("a", "new", minute: 1, version: "2", ecosystem: .npm, kind: .packument)
    try await store.append(new, settling: item("a", "2"))
    #expect(try await store.owedCount(.npm) == 0)
    #expect(try await store.knownVersions(.npm) == ["a": "2"])
    try await store.close()
  }

  @Test func `an item put off waits its time and counts the attempt`() async throws {
    let scratch = ScratchCorpus()
    let store = try scratch.open()
    try await store.commitPage(feed: "npm", cursor: "1", owed: [item("a", "1"), item("b", "1")])
    try await store.postpone(item("a", "1"), until: .minute(5), reason: "503")
    #expect(try await store.owed(.npm, limit: 9, notBefore: .start) == [item("b", "1")])
    let later = try await store.owed(.npm, limit: 9, notBefore: .minute(5))
    #expect(later.map(\.name) == ["b", "a"])
    #expect(later.map(\.attempts) == [0, 1])
    try await store.close()
  }

  @Test func `odd names neither collide nor get cut`() async throws {
    let scratch = ScratchCorpus()
    let store = try scratch.open()
    let names = ["caf\u{E9}", "cafe\u{301}", "nul\u{0}one", "nul\u{0}two", "../../etc", "%00"]
    for name in names {
      try await store.append(
        capture(name, "about \(name.utf8.count)", ecosystem: .npm, kind: .packument))
    }
    let snapshots = try await store.newestSnapshots(ecosystem: .npm)
    let sorted = names.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
    #expect(snapshots.map { Array($0.subject.utf8) } == sorted)
    try await store.close()
    let rebuilt = try CorpusStore.rebuildCatalog(path: scratch.path)
    #expect(rebuilt.problems == [])
    let again = try scratch.open(.read)
    #expect(try await again.newestSnapshots(ecosystem: .npm) == snapshots)
    try await again.close()
  }

  @Test func `claims are replaced by batch and the later word wins`() async throws {
    let scratch = ScratchCorpus()
    let store = try scratch.open()
    var claim = LabelClaim(
      report: "MAL-1", source: "osv", package: PackageID(.npm, "bad"),
      versions: ["1.0.0", "a\u{0}b"],
      modifiedAt: .minute(5), campaign: "c")
    try await store.replaceClaims([claim], source: "one")
    #expect(try await store.claims() == [claim])
    var withdrawn = claim
    withdrawn.withdrawnAt = .minute(6)
    withdrawn.modifiedAt = .minute(6)
    try await store.replaceClaims([withdrawn], source: "two")
    claim.versions = nil
    try await store.replaceClaims([claim], source: "one")
    #expect(try await store.claims() == [withdrawn])
    let rate = BaseRate(
      ecosystem: .npm, population: "arrivals", unit: "project", low: 0.001, mid: 0.002, high: 0.004,
      source: "test", asOf: .start)
    try await store.put(rate)
    let run = RunRecord(id: "r1", startedAt: .start, status: "publish")
    try await store.recordRun(run)
    let rejection = Rejection(package: PackageID(.npm, "bad"), stage: "extract", reason: "depth")
    try await store.record([rejection, rejection], run: "r1")
    #expect(try await store.baseRates() == [rate])
    #expect(try await store.runs() == [run])
    #expect(try await store.rejections(run: "r1") == [rejection])
    try await store.close()
  }
}
