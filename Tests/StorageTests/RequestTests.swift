import Corpus
import Foundation
import Storage
import Testing

@Suite struct RequestTests {
  private let month = Month(of: UTCInstant(parsing: "2026-02-14T10:00:00Z")!)

  @Test(arguments: [
    ("2026-01-31T23:59:59.999Z", "2026-01", "2026-01-01", "2026-02-01"),
    ("2024-02-29", "2024-02", "2024-02-01", "2024-03-01"),
    ("2026-12-31T23:59:59Z", "2026-12", "2026-12-01", "2027-01-01"),
  ])
  func `a month is one of UTC's calendar`(at: String, text: String, start: String, end: String)
    throws
  {
    let month = Month(of: try #require(UTCInstant(parsing: at)))
    #expect(month.text == text)
    #expect(month.start == UTCInstant(parsing: start) && month.end == UTCInstant(parsing: end))
  }

  @Test func `a lease ends at the limit, and what is not used comes back`() async throws {
    let store = try ScratchCorpus().open()
    #expect(try await store.leaseRequests(.npm, in: month, wanted: 60, limit: 100) == 60)
    #expect(try await store.leaseRequests(.npm, in: month, wanted: 60, limit: 100) == 40)
    #expect(try await store.leaseRequests(.npm, in: month, wanted: 60, limit: 100) == 0)
    try await store.returnRequests(.npm, in: month, unused: 15)
    #expect(try await store.leaseRequests(.npm, in: month, wanted: 60, limit: 100) == 15)
    #expect(try await store.leaseRequests(.pypi, in: month, wanted: 60, limit: nil) == 60)
    let next = Month(of: month.end)
    #expect(try await store.leaseRequests(.npm, in: next, wanted: 60, limit: 100) == 60)
    #expect(try await store.requests(.npm, in: month) == 100)
    try await store.close()
  }

  @Test func `what was leased counts after a crash`() async throws {
    let scratch = ScratchCorpus()
    let store = try scratch.open()
    _ = try await store.leaseRequests(.npm, in: month, wanted: 60, limit: 100)
    // Another reader sees what is on the disk, as the next process would after a crash.
    let reader = try scratch.open(.read)
    #expect(try await reader.requests(.npm, in: month) == 60)
    try await reader.close()
    try await store.close()
  }

  @Test func `a rebuilt catalog counts at least what is stored of the month`() async throws {
    let scratch = ScratchCorpus()
    let store = try scratch.open()
    for (index, minute) in [0, 1, 2].enumerated() {
      try await store.append(
        capture("a\(index)", "x", minute: minute, ecosystem: .npm, kind: .packument))
    }
    let stored = Month(of: UTCInstant.start)
    #expect(try await store.requests(.npm, in: stored) == 3)
    #expect(try await store.leaseRequests(.npm, in: stored, wanted: 9, limit: 10) == 7)
    #expect(try await store.requests(.npm, in: stored) == 10)
    try await store.close()
  }

  @Test func `turns order what is owed, new packages apart, and a pass over them ends`()
    async throws
  {
    let store = try ScratchCorpus().open()
    let names = ["d", "nul\u{0}", "b", "c", "a"]
    try await store.commitPage(
      feed: "npm", cursor: "1",
      owed: names.map { OwedItem(ecosystem: .npm, name: $0, kind: .packument, version: "1") })
    try await store.append(capture("b", "x", ecosystem: .npm, kind: .packument))
    try await store.rankOwed(.npm, now: .start) { item, isNew in
      FetchTurn(lane: isNew ? 0 : 1, order: -Int64(item.name.utf8.first ?? 0))
    }
    var (seen, place): ([String], FetchPlace?) = ([], nil)
    while true {
      let (items, last) = try await store.rankedOwed(.npm, after: place, limit: 2, now: .start)
      if items.isEmpty { break }
      seen += items.map(\.name)
      place = last
      for item in items { try await store.settle(item) }
    }
    #expect(seen == ["nul\u{0}", "d", "c", "a", "b"])
    try await store.close()
  }

  @Test func `a plan's figures say what is owed, stored and was fetched`() async throws {
    let store = try ScratchCorpus().open()
    try await store.commitPage(
      feed: "npm", cursor: "1",
      owed: ["a", "b"].map { OwedItem(ecosystem: .npm, name: $0, kind: .packument) })
    for minute in [0, 0, 1] {
      try await store.append(
        capture(
          "p\(minute)", "body \(minute)", minute: minute, ecosystem: .npm, kind: .packument))
    }
    let figures = try await store.planFigures(.npm, now: .start)
    #expect(figures.owed == [.packument: 2])
    #expect(figures.stored == [.packument: PlanFigures.Sizes(documents: 2, bytes: 12)])
    #expect(figures.crawls == [1, 2])
    try await store.close()
  }
}
