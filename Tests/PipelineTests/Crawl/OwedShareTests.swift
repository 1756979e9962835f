import Corpus
import Pipeline
import Storage
import Testing

/// How urgent and other work share a batch.
@Suite struct OwedShareTests {
  private func items(_ count: Int, _ lane: OwedLane) -> [OwedItem] {
    (0..<count).map {
      OwedItem(ecosystem: .npm, name: "\(lane)-\($0)", kind: .packument, lane: lane)
    }
  }

  @Test(
    "Fresh items come first and get their share, or all when nothing else waits",
    arguments: [
      (fresh: 5, rest: 100, expected: 5), (fresh: 100, rest: 100, expected: 6),
      (fresh: 100, rest: 0, expected: 20), (fresh: 100, rest: 3, expected: 17),
      (fresh: 0, rest: 100, expected: 0),
    ])
  func mix(fresh: Int, rest: Int, expected: Int) {
    let batch = OwedShare.mix(
      fresh: items(fresh, .newName), rest: items(rest, .backlog), size: 20, freshShare: 0.3)
    #expect(batch.count == min(20, fresh + rest))
    #expect(batch.count { $0.lane == .newName } == expected)
    #expect(batch.prefix(expected).allSatisfy { $0.lane == .newName })
  }

  @Test("An npm document above 20 MB rests for a day after it was fetched; others never do")
  func giants() {
    func newest(_ bytes: Int, _ kind: DocumentKind = .packument) -> Snapshot {
      Snapshot(
        ecosystem: .npm, subject: "a", kind: kind, outcome: .stored, fetchedAt: .night(0),
        status: 200, digest: "", bodyBytes: bytes, segment: 1, offset: 0, length: 0, etag: nil,
        lastModified: nil, version: nil, truncation: nil)
    }
    let giant = newest(20 << 20 + 1)
    #expect(OwedShare.restingUntil(giant, now: .night(0, hours: 23)) == .night(1))
    #expect(OwedShare.restingUntil(giant, now: .night(1)) == nil)
    #expect(OwedShare.restingUntil(newest(20 << 20), now: .night(0)) == nil)
    #expect(OwedShare.restingUntil(newest(1 << 30, .projectJSON), now: .night(0)) == nil)
    #expect(OwedShare.restingUntil(nil, now: .night(0)) == nil)
  }
}
