import Corpus
import Foundation
import Storage
import Testing

/// Lanes of owed work, revisits, comparisons and the journal.
@Suite struct LaneTests {
  private func item(
    _ name: String, _ version: String? = nil, _ lane: OwedLane = .change
  ) -> OwedItem {
    OwedItem(ecosystem: .npm, name: name, kind: .packument, version: version, lane: lane)
  }

  @Test func `fresh work goes first whenever it arrived, and a lane is never lowered`() async throws
  {
    let store = try ScratchCorpus().open()
    try await store.commit(
      FeedStep(owed: [
        item("old", "1", .backlog), item("changed", "1"), item("released", "1", .newRelease),
        item("new", "1", .newName),
      ]))
    let all = try await store.owed(.npm, limit: 9, notBefore: .start)
    #expect(all.map(\.name) == ["new", "released", "changed", "old"])
    let rest = try await store.owed(.npm, lanes: OwedLane.rest, limit: 1, notBefore: .start)
    #expect(rest.map(\.name) == ["changed"])
    try await store.commit(
      FeedStep(owed: [item("new", "2", .backlog), item("old", "2", .newName)]))
    let again = try await store.owed(.npm, lanes: [.newName], limit: 9, notBefore: .start)
    #expect(again == [item("old", "2", .newName), item("new", "2", .newName)])
    try await store.close()
  }

  @Test func `a recheck never takes the place of news`() async throws {
    let store = try ScratchCorpus().open()
    try await store.commit(FeedStep(owed: [item("a", "9")]))
    var step = FeedStep()
    step.rechecks = [item("a", "3", .backlog), item("b", "3", .backlog)]
    try await store.commit(step)
    let owed = try await store.owed(.npm, limit: 9, notBefore: .start)
    #expect(owed == [item("a", "9"), item("b", "3", .backlog)])
    try await store.close()
  }

  @Test func `a revisit is owed when its time comes, and holds back the same promise until then`()
    async throws
  {
    let store = try ScratchCorpus().open()
    var step = FeedStep(cursors: ["f": "1"])
    step.revisits = [
      Revisit(of: item("a", "1"), dueAt: .minute(60)),
      Revisit(of: item("a", "1"), dueAt: .minute(1440)),
    ]
    try await store.commit(step)
    // The feed says the same again: nothing new. A newer promise is owed at once.
    try await store.commit(FeedStep(owed: [item("a", "1"), item("b", "1")]))
    #expect(try await store.owed(.npm, limit: 9, notBefore: .start) == [item("b", "1")])
    try await store.commit(FeedStep(owed: [item("a", "2")]))
    #expect(try await store.owed(.npm, limit: 9, notBefore: .start).last == item("a", "2"))
    try await store.settle(item("a", "2"))
    try await store.oweDueRevisits(.npm, now: .minute(59))
    #expect(try await store.owedCount(.npm) == 1)
    try await store.oweDueRevisits(.npm, now: .minute(60))
    let due = try await store.owed(.npm, lanes: OwedLane.fresh, limit: 9, notBefore: .minute(60))
    #expect(due == [item("a", "1", .newRelease)])
    #expect(try await store.revisits(.npm).map(\.dueAt) == [.minute(1440)])
    // Promised once more before it could be fetched: no second series of times.
    step.revisits = [Revisit(of: item("a", "1"), dueAt: .minute(90))]
    try await store.commit(step)
    #expect(try await store.revisits(.npm).map(\.dueAt) == [.minute(1440)])
    try await store.close()
  }

  @Test func `a comparison survives an interruption and finds what no page named`() async throws {
    let scratch = ScratchCorpus()
    var store = try scratch.open()
    for name in ["a", "b", "c"] {
      try await store.append(capture(name, name, ecosystem: .npm, kind: .packument))
    }
    var step = FeedStep(cursors: ["npm/all-docs": "a"])
    (step.listing, step.listed) = (.npm, ["a", "x\u{0}y"])
    try await store.commit(step)
    try await store.close()
    store = try scratch.open()
    #expect(try await store.cursor("npm/all-docs") == "a")
    step.listed = ["c"]
    step.cursors = ["npm/all-docs": nil]
    try await store.commit(step)
    #expect(try await store.cursor("npm/all-docs") == nil)
    #expect(try await store.unlisted(.npm, kind: .packument) == ["b"])
    step.forgetsListed = true
    try await store.commit(step)
    #expect(try await store.unlisted(.npm, kind: .packument) == ["a", "b"])
    let newest = try await store.newestOfEach(["c", "z", "a"], ecosystem: .npm, kind: .packument)
    #expect(newest.map { $0?.subject } == ["c", nil, "a"])
    try await store.close()
  }

  @Test func `the journal is kept verbatim and found by the project's normalised name`()
    async throws
  {
    let store = try ScratchCorpus().open()
    let rows = [
      JournalEntry(
        serial: 7, name: "Old_Name", version: nil, at: .minute(1), action: "add Owner alice"),
      JournalEntry(
        serial: 5, name: "old.name", version: "1.0", at: .start, action: "new release"),
      JournalEntry(serial: 6, name: "other", version: nil, at: .start, action: "create"),
    ]
    var step = FeedStep()
    step.journal = rows + [rows[0]]
    try await store.commit(step)
    #expect(try await store.journal(of: "old-name") == [rows[1], rows[0]])
    #expect(try await store.newestJournalSerial() == 7)
    try await store.close()
  }
}
