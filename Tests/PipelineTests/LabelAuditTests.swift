import Corpus
import Pipeline
import Scoring
import Testing

@Suite struct LabelAuditTests {
  private static func package(_ name: String) -> PackageID { PackageID(.npm, name) }

  private static func claim(
    _ name: String, kind: LabelClaim.Kind = .malicious, versions: [String]? = nil,
    withdrawn: Bool = false
  ) -> LabelClaim {
    LabelClaim(
      report: "MAL-\(name)", source: "s", package: package(name), kind: kind, versions: versions,
      withdrawnAt: withdrawn ? UTCInstant(milliseconds: 1) : nil, campaign: name)
  }

  private static func facts(_ name: String, versions: [String] = ["1.0.0", "2.0.0"])
    -> PackageFacts
  {
    var facts = PackageFacts(package: package(name), observedAt: UTCInstant(milliseconds: 0))
    facts.releases = versions.map { ReleaseFacts(version: $0, publishedAt: nil) }
    return facts
  }

  @Test(arguments: [
    ("plain", "included"), ("hijacked", "version_level"), ("demo", "proof_of_concept"),
    ("noise", "spam"), ("taken-back", "withdrawn"), ("never-seen", "no_document"),
    ("unknown", "partial"), ("holder", "excluded"),
  ])
  func everyReportedPackageHasItsState(_ name: String, _ state: String) throws {
    let claims = [
      Self.claim("plain"), Self.claim("hijacked", versions: ["2.0.0"]),
      Self.claim("demo", kind: .proofOfConcept), Self.claim("noise", kind: .spam),
      Self.claim("taken-back", withdrawn: true), Self.claim("never-seen"), Self.claim("unknown"),
      Self.claim("holder"),
    ]
    let names = ["demo", "hijacked", "holder", "noise", "plain", "taken-back", "unknown"]
    let facts = names.map {
      Self.facts($0, versions: $0 == "holder" ? ["0.0.1-security"] : ["1.0.0", "2.0.0"])
    }
    let labels = LabelledRows(facts: facts, claims: claims)
    let input = ScoringInput(
      ecosystem: .npm, packages: facts.map(\.package), columns: [], campaigns: labels.campaigns,
      excluded: labels.excluded)
    let rows = LabelAudit.rows(
      input, reasons: labels.reasons, isPartial: names.map { $0 == "unknown" }, claims: claims,
      gates: [])
    #expect(rows.map(\.package.key) == claims.map(\.package.key).sorted())
    #expect(try #require(rows.first { $0.package.key == name }).state == state)
  }

  @Test func gatesNameTheirRow() {
    let claims = [Self.claim("plain")]
    let input = ScoringInput(
      ecosystem: .npm, packages: [Self.package("plain")], columns: [], campaigns: ["plain"],
      excluded: [false])
    let gate = LeakGate(
      kind: .placeholder, subject: "plain", value: nil, bound: nil, isHit: true)
    let rows = LabelAudit.rows(
      input, reasons: [nil], isPartial: [false], claims: claims, gates: [gate])
    #expect(rows.map(\.gates) == ["placeholder"])
  }
}

@Suite struct RowHistoryTests {
  private static func facts(_ name: String, published: [Int64?], observed: Int64) -> PackageFacts {
    var facts = PackageFacts(
      package: PackageID(.npm, name), observedAt: UTCInstant(milliseconds: observed))
    facts.releases = published.map {
      ReleaseFacts(version: "1.0.0", publishedAt: $0.map { UTCInstant(milliseconds: $0) })
    }
    return facts
  }

  private static let day: Int64 = 86_400_000

  @Test func arrivalsAreOfTheLastThirtyDays() {
    let now = UTCInstant(milliseconds: 100 * Self.day)
    let history = RowHistory([
      Self.facts("new", published: [nil, 99 * Self.day], observed: 100 * Self.day),
      Self.facts("edge", published: [70 * Self.day], observed: 100 * Self.day),
      Self.facts("old", published: [69 * Self.day, 99 * Self.day], observed: 100 * Self.day),
      Self.facts("undated", published: [nil], observed: 100 * Self.day),
      Self.facts("future", published: [101 * Self.day], observed: 100 * Self.day),
    ])
    #expect(history.arrivals(before: now) == [true, true, false, false, false])
    #expect(history.ageDays == [1, 30, 31, nil, -1])
  }

  /// Reports of the later campaign carry the earlier date, as bulk imports make them.
  @Test func splitFollowsPublicationNotReports() {
    let facts = (0..<10).map { row in
      Self.facts("p\(row)", published: [Int64(row) * Self.day], observed: 50 * Self.day)
    }
    let claims = facts.enumerated().map { row, facts in
      LabelClaim(
        report: "r\(row)", source: "s", package: facts.package,
        publishedAt: UTCInstant(milliseconds: Int64(40 - row) * Self.day), campaign: "c\(row)")
    }
    let labels = LabelledRows(facts: facts, claims: claims)
    let split = RowHistory(facts).split(campaigns: labels.campaigns)
    #expect(split.boundary == UTCInstant(milliseconds: 8 * Self.day))
    #expect(split.sides.map { $0 == .test } == (0..<10).map { $0 >= 8 })
  }
}
