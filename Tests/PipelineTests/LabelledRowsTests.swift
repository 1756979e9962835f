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
    campaign: String = "c", contradictsItself: Bool = false
  ) -> LabelClaim {
    LabelClaim(
      report: "MAL-1", source: "s", package: package, kind: kind, versions: versions,
      withdrawnAt: withdrawn ? UTCInstant(milliseconds: 1) : nil, campaign: campaign,
      contradictsItself: contradictsItself)
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

  @Test("A claim on every version and a list labels nothing where the list leaves one out")
  func contradiction() {
    let claim = Self.claim(versions: ["1.0.1"], contradictsItself: true)
    let some = Self.row(Self.facts(versions: ["1.0.0", "1.0.1"]), [claim])
    #expect(some.campaigns == [nil] && some.states == [.contradictory])
    #expect(some.reasons == ["says every version and a list that leaves some out"])
    let all = Self.row(Self.facts(versions: ["1.0.1"]), [claim])
    #expect(all.campaigns == ["c"] && all.states == [.malicious])
    let other = Self.row(Self.facts(versions: ["1.0.0", "1.0.1"]), [claim, Self.claim()])
    #expect(other.states == [.malicious])
  }

  @Test("A whole package that many depend on is no malware on one claim without versions")
  func popular() {
    let popular: Set = [Self.package]
    let whole = LabelledRows(facts: [Self.facts()], claims: [Self.claim()], popular: popular)
    #expect(whole.campaigns == [nil] && whole.excluded == [true] && whole.states == [.popular])
    let listed = LabelledRows(
      facts: [Self.facts()], claims: [Self.claim(versions: ["1.0.0"])], popular: popular)
    #expect(listed.states == [.malicious])
  }

  @Test("Every label's state is told")
  func states() {
    #expect(Self.row(Self.facts(), []).states == [nil])
    #expect(Self.row(Self.facts(), [Self.claim(withdrawn: true)]).states == [.withdrawn])
    #expect(Self.row(Self.facts(), [Self.claim(kind: .spam)]).states == [.spam])
    #expect(
      Self.row(Self.facts(), [Self.claim(kind: .proofOfConcept)]).states == [.proofOfConcept])
    let hijacked = Self.row(
      Self.facts(versions: ["1.0.0", "1.0.1"]), [Self.claim(versions: ["1.0.1"])])
    #expect(hijacked.states == [.hijackedVersions])
    let placeholder = Self.row(Self.facts(versions: [], status: .holder), [Self.claim()])
    #expect(placeholder.states == [.placeholder])
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
