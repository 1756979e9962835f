import Corpus
import Pipeline
import Testing

@Suite struct LabelledRowsTests {
  private static let package = PackageID(.npm, "x")

  private static func facts(
    versions: [String] = ["1.0.0"], status: PackageStatus = .active
  ) -> PackageFacts {
    var facts = PackageFacts(package: package, observedAt: UTCInstant(milliseconds: 0))
    facts.releases = versions.map { ReleaseFacts(version: $0, publishedAt: nil) }
    facts.status = status
    return facts
  }

  private static func claim(
    versions: [String]? = nil, withdrawn: Bool = false, kind: LabelClaim.Kind = .malicious,
    campaign: String = "c"
  ) -> LabelClaim {
    LabelClaim(
      report: "MAL-1", source: "s", package: package, kind: kind, versions: versions,
      withdrawnAt: withdrawn ? UTCInstant(milliseconds: 1) : nil, campaign: campaign)
  }

  private static func row(_ facts: PackageFacts, _ claims: [LabelClaim]) -> LabelledRows {
    LabelledRows(facts: [facts], claims: claims)
  }

  @Test("A package without claims is unlabelled, never good")
  func unlabelled() {
    let rows = Self.row(Self.facts(), [])
    #expect(rows.campaigns == [nil])
    #expect(rows.excluded == [false])
  }

  @Test(
    "A package that is gone without a report is neither malicious nor population",
    arguments: [PackageStatus.quarantined, .holder, .unpublished, .deleted])
  func gone(status: PackageStatus) {
    let rows = Self.row(Self.facts(status: status), [])
    #expect(rows.campaigns == [nil])
    #expect(rows.reasons == ["gone without a report"])
  }

  @Test("A package known only by the registry's placeholder labels nothing, reported or not")
  func holdersRelease() {
    let facts = Self.facts(versions: ["0.0.1-security.0"], status: .holder)
    let rows = Self.row(facts, [Self.claim()])
    #expect(rows.campaigns == [nil])
    #expect(rows.reasons == ["only a placeholder was ever seen"])
  }

  @Test(
    "A claim on the whole package labels it, also after its takedown",
    arguments: PackageStatus.allCases)
  func labelled(status: PackageStatus) {
    let rows = Self.row(Self.facts(status: status), [Self.claim()])
    #expect(rows.campaigns == ["c"])
    #expect(rows.excluded == [false])
  }

  @Test("Of several campaigns the first by bytes is taken, whatever their order")
  func firstCampaign() {
    let claims = [Self.claim(campaign: "b"), Self.claim(campaign: "a")]
    #expect(Self.row(Self.facts(), claims).campaigns == ["a"])
    #expect(Self.row(Self.facts(), claims.reversed()).campaigns == ["a"])
  }

  @Test("A withdrawn claim labels nothing")
  func withdrawn() {
    #expect(Self.row(Self.facts(), [Self.claim(withdrawn: true)]).campaigns == [nil])
  }

  @Test("A claim on some versions of a package that has others sets it aside")
  func hijacked() {
    let some = Self.row(
      Self.facts(versions: ["1.0.0", "1.0.1"]), [Self.claim(versions: ["1.0.1"])])
    #expect(some.campaigns == [nil])
    #expect(some.excluded == [true])
    let all = Self.row(Self.facts(versions: ["1.0.1"]), [Self.claim(versions: ["1.0.1"])])
    #expect(all.campaigns == ["c"])
  }

  @Test("A package of which only a placeholder was ever seen is set aside, labelled or not")
  func placeholder() {
    for claims in [[], [Self.claim()]] {
      let rows = Self.row(Self.facts(versions: [], status: .holder), claims)
      #expect(rows.campaigns == [nil])
      #expect(rows.excluded == [true])
    }
  }

  @Test(
    "Spam and demonstrations are neither malicious nor population",
    arguments: [LabelClaim.Kind.spam, .proofOfConcept])
  func otherKinds(kind: LabelClaim.Kind) {
    let rows = Self.row(Self.facts(), [Self.claim(kind: kind)])
    #expect(rows.campaigns == [nil])
    #expect(rows.excluded == [true])
  }
}
