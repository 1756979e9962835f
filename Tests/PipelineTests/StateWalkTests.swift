import Corpus
import Pipeline
import Testing

@Suite("A package is followed from state to state")
struct StateWalkTests {
  private static let package = PackageID(.npm, "a")

  private func day(_ number: Int) -> UTCInstant { .night(number) }

  private func facts(
    _ status: PackageStatus = .active, _ versions: [(String, UTCInstant?)] = [],
    yanked: Set<String> = [], removed: Set<String> = []
  ) -> PackageFacts {
    var facts = PackageFacts(package: Self.package, observedAt: day(0))
    facts.status = status
    facts.releases = versions.map { version, publishedAt in
      ReleaseFacts(
        version: version, publishedAt: publishedAt, isYanked: yanked.contains(version),
        isRemoved: removed.contains(version))
    }
    return facts
  }

  private func walk(_ states: [PackageFacts]) -> StateWalk {
    var walk = StateWalk(Self.package, from: nil)
    for (index, facts) in states.enumerated() {
      walk.visit(
        StateWalk.Visit(
          facts: facts, at: day(index + 1), before: index == 0 ? nil : day(index),
          evidence: "answer \(index)"))
    }
    return walk
  }

  @Test("every change has its interval and its evidence")
  func interval() {
    let one = [("1.0.0", Optional(day(0)))]
    let walk = walk([facts(.active, one), facts(.active, one), facts(.quarantined)])
    #expect(
      walk.changes == [
        StateChange(
          package: Self.package, generation: 1, version: nil, from: nil, to: "active",
          observedAt: day(1), previouslyObservedAt: nil, evidence: "answer 0"),
        StateChange(
          package: Self.package, generation: 1, version: nil, from: "active", to: "quarantined",
          observedAt: day(3), previouslyObservedAt: day(2), evidence: "answer 2"),
      ])
  }

  @Test("versions are yanked, restored and removed")
  func versions() {
    let two = [("1.0.0", Optional(day(0))), ("1.1.0", day(0))]
    let walk = walk([
      facts(.active, two), facts(.active, two, yanked: ["1.1.0"]), facts(.active, two),
      facts(.active, two, removed: ["1.0.0"]), facts(.active, [two[0]], removed: ["1.0.0"]),
    ])
    let versions = walk.changes.compactMap { change in
      change.version.map { "\($0) \(change.from ?? "-") \(change.to)" }
    }
    #expect(
      versions == [
        "1.1.0 active yanked", "1.1.0 yanked active", "1.0.0 active removed",
        "1.1.0 active removed",
      ])
  }

  @Test("a name taken again after its package was deleted is another generation")
  func takenAgain() {
    let walk = walk([
      facts(.active, [("1.0.0", day(0))]), facts(.deleted), facts(.active, [("0.1.0", day(2))]),
    ])
    #expect(walk.generation == 2)
    #expect(walk.generationSince == day(1))
    #expect(walk.changes.last?.generation == 2)
  }

  @Test("a package that was replaced between two visits has a change of its own")
  func replaced() {
    let walk = walk([facts(.active, [("1.0.0", day(0))]), facts(.active, [("0.1.0", day(2))])])
    #expect(walk.changes.map(\.generation) == [1, 2])
    #expect(walk.changes.map(\.to) == ["active", "active"])
  }

  @Test("a package that comes back with its releases stays the same")
  func restored() {
    let releases = [("1.0.0", Optional(day(0)))]
    let walk = walk([facts(.active, releases), facts(.quarantined), facts(.active, releases)])
    #expect(walk.generation == 1)
    #expect(walk.changes.map(\.to) == ["active", "quarantined", "active"])
  }

  @Test(
    "without proof the package stays the same",
    arguments: [
      // Its only release may have been published before the other was last seen.
      ("2.0.0", UTCInstant.night(0)),
      // Nobody knows when.
      ("2.0.0", nil),
    ])
  func unproven(version: String, publishedAt: UTCInstant?) {
    let walk = walk([
      facts(.active, [("1.0.0", day(0))]), facts(.active, [(version, publishedAt)]),
    ])
    #expect(walk.generation == 1)
  }

  @Test("the walk goes on where an earlier one ended")
  func resumed() {
    var known = facts(.deleted, [("1.0.0", day(0))])
    known.generation = 2
    known.generationSince = day(0)
    var walk = StateWalk(Self.package, from: known)
    walk.visit(
      StateWalk.Visit(
        facts: facts(.active, [("0.9.0", day(3))]), at: day(4), before: day(3), evidence: ""))
    #expect(walk.generation == 3)
    #expect(walk.changes.map(\.to) == ["active"])
    #expect(walk.changes.map(\.from) == ["deleted"])
  }
}

@Suite("Labels of a name that was taken again")
struct GenerationLabelTests {
  @Test(
    "a report from before the name was taken again labels nothing",
    arguments: [(UTCInstant.night(2), false), (UTCInstant.night(9), true), (nil, true)])
  func inheritance(publishedAt: UTCInstant?, isLabelled: Bool) {
    var facts = PackageFacts(package: PackageID(.npm, "a"), observedAt: .night(10))
    facts.releases = [ReleaseFacts(version: "1.0.0", publishedAt: .night(5))]
    facts.generation = 2
    facts.generationSince = .night(1)
    let claim = LabelClaim(
      report: "MAL-1", source: "a", package: facts.package, publishedAt: publishedAt,
      campaign: "c")
    let rows = LabelledRows(facts: [facts], claims: [claim])
    #expect((rows.campaigns[0] != nil) == isLabelled)
  }
}
