import Corpus
import Pipeline
import Testing

/// What a denial means, and when to ask again.
@Suite struct AbsenceTests {
  private func snapshot(_ outcome: SnapshotOutcome, minute: Int64) -> Snapshot {
    Snapshot(
      ecosystem: .npm, subject: "a", kind: .packument, outcome: outcome, fetchedAt: at(minute),
      status: outcome == .tombstone ? 404 : 200, digest: "", bodyBytes: 0, segment: 1, offset: 0,
      length: 0, etag: nil, lastModified: nil, version: nil, truncation: nil)
  }

  private func at(_ minute: Int64) -> UTCInstant {
    UTCInstant(milliseconds: UTCInstant.night(0).milliseconds + minute * 60_000)
  }

  /// Minutes of earlier answers (negative for a body), of this one, then the version and the next check.
  struct Case: Sendable {
    var bodies: [Int64] = []
    var denials: [Int64] = []
    var now: Int64
    var promise: String? = "7-x"
    var version: String?
    var next: Int64?
  }

  @Test(
    "One denial settles nothing, a second one confirms, the last recheck gives the promise back",
    arguments: [
      Case(now: 0, version: nil, next: 1),
      Case(denials: [0], now: 1, version: nil, next: 60),
      Case(denials: [0, 1], now: 60, version: "gone", next: 1440),
      Case(denials: [0, 1, 60], now: 1440, version: "gone", next: 10_080),
      Case(denials: [0, 1, 60, 1440], now: 10_080, version: "7-x", next: nil),
      Case(denials: [0], now: 20_000, promise: nil, version: "gone", next: nil),
      // Known before: no minute of grace, and the run begins behind the last body.
      Case(bodies: [0], now: 100, version: nil, next: 160),
      Case(bodies: [0], denials: [100], now: 109, version: nil, next: 160),
      Case(bodies: [0], denials: [100], now: 110, version: "gone", next: 160),
      Case(bodies: [50], denials: [0, 20], now: 100, version: nil, next: 160),
      // The feed's own word and the denial are two observations.
      Case(bodies: [0], now: 100, promise: "gone", version: "gone", next: nil),
    ])
  func rule(_ rule: Case) {
    let history =
      (rule.bodies.map { snapshot(.stored, minute: $0) }
      + rule.denials.map { snapshot(.tombstone, minute: $0) })
      .sorted { $0.fetchedAt < $1.fetchedAt }
    let absence = Absence(after: history, promise: rule.promise, now: at(rule.now))
    #expect(absence.version == rule.version)
    #expect(absence.nextCheck == rule.next.map(at))
  }
}
