import Corpus
import Features
import Testing

@Suite struct ClaimContestTests {
  /// A claim with so many hits whose versions `1.0.0`, `1.1.0`, … came out every 40 days.
  static func claimant(
    _ name: String, accounts: [String] = [], hits: Int = 10, versions: Int = 10,
    firstDay: Double = 0, status: HistoryStatus = .established, isQualified: Bool = false
  ) -> RepositoryClaimant {
    var result = history(status)
    result.hits = hits
    let published = (0..<versions).map { ("1.\($0).0", firstDay + 40 * Double($0)) }
    return RepositoryClaimant(
      package: PackageID(.npm, name), accounts: accounts, result: result,
      published: Dictionary(uniqueKeysWithValues: published), isQualified: isQualified)
  }

  static let cases: [(String, [RepositoryClaimant], [ClaimStanding], String?)] = [
    ("nobody", [claimant("a", status: .unclear)], [.none], nil),
    ("one", [claimant("a"), claimant("b", status: .contradicted)], [.sole, .none], "a"),
    (
      "one owner's two packages", [claimant("a", accounts: ["x"]), claimant("b", accounts: ["x"])],
      [.sole, .sole], "a"
    ),
    (
      "a chain of owners",
      [
        claimant("a", accounts: ["x"]), claimant("b", accounts: ["x", "y"]),
        claimant("c", accounts: ["y"]),
      ], [.sole, .sole, .sole], "a"
    ),
    (
      "a repository of many packages",
      [claimant("a", isQualified: true), claimant("b", isQualified: true)], [.sole, .sole], "a"
    ),
    (
      "a borrower beside a repository of many packages",
      [
        claimant("a", hits: 20, isQualified: true), claimant("b", isQualified: true),
        claimant("c", hits: 5, versions: 5, firstDay: 100),
      ], [.winner, .winner, .loser], "a"
    ),
    (
      "first and more hits", [claimant("a", hits: 5, firstDay: 100), claimant("b", hits: 9)],
      [.loser, .winner], "b"
    ),
    (
      "first in shared versions and first of all, few hits more",
      [claimant("a", hits: 10), claimant("b", hits: 9, firstDay: 31)], [.winner, .loser], "a"
    ),
    (
      "a day earlier is one point", [claimant("a"), claimant("b", firstDay: 1)],
      [.contested, .contested], nil
    ),
    (
      "points on both sides",
      [claimant("a", hits: 20, firstDay: 100), claimant("b", hits: 10)],
      [.contested, .contested], nil
    ),
    (
      "three, and one beats both",
      [
        claimant("a", hits: 20), claimant("b", hits: 9, firstDay: 50),
        claimant("c", hits: 8, firstDay: 60),
      ],
      [.winner, .loser, .loser], "a"
    ),
    (
      "three, and nobody beats both",
      [claimant("a", hits: 20), claimant("b", hits: 20), claimant("c", hits: 5, firstDay: 60)],
      [.contested, .contested, .contested], nil
    ),
  ]

  @Test(arguments: cases.indices)
  func `judges claims`(_ number: Int) {
    let (label, claimants, standings, winner) = Self.cases[number]
    let outcome = ClaimContest.judge(claimants)
    #expect(outcome.standings == standings, "\(label)")
    #expect(outcome.winner?.key == winner, "\(label)")
    let reversed = ClaimContest.judge(claimants.reversed())
    #expect(reversed.standings == standings.reversed(), "\(label), reversed")
  }

  @Test func `an owner's package without history of its own has no others against it`() {
    let outcome = ClaimContest.judge([
      Self.claimant("a", accounts: ["x"]), Self.claimant("b", accounts: ["x"], status: .nodata),
      Self.claimant("c", accounts: ["y"], status: .contradicted),
    ])
    #expect(outcome.standings == [.sole, .none, .none])
    #expect(outcome.otherParties == [0, 0, 1])
  }

  @Test func `four shared versions are too few for the sign test`() {
    let one = Self.claimant("a", versions: 4)
    let other = Self.claimant("b", versions: 4, firstDay: 29)
    #expect(ClaimContest.judge([one, other]).standings == [.contested, .contested])
  }
}
