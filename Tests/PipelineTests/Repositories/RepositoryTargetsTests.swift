import Corpus
import Pipeline
import Testing

@Suite struct RepositoryTargetsTests {
  private func target(_ path: String, claimed: Int) throws -> RepositoryTarget {
    var settings = Settings()
    settings.contact = "tests"
    settings.endpoints.gitHosts = ["github.com": "https://github.com"]
    let facts = facts(path, path, .night(claimed))
    return try #require(
      RepositoryTargets.claimed([facts], hosts: try GitHosts(settings)).first)
  }

  private func facts(
    _ name: String, _ path: String, _ seen: UTCInstant, host: String = "github.com"
  )
    -> PackageFacts
  {
    var facts = PackageFacts(package: PackageID(.npm, name), observedAt: seen)
    facts.repository = .present(RepositoryClaim(host: host, path: path, rule: "repository"))
    return facts
  }

  @Test func `never visited come first, then claimed anew, then the longest unvisited`() throws {
    let targets = try [("o/old", 0), ("o/older", 0), ("o/new", 5), ("o/changed", 4), ("o/now", 4)]
      .map { try target($0, claimed: $1) }
    let visits: [String: UTCInstant] = [
      "github.com/o/old": .night(2), "github.com/o/older": .night(1),
      "github.com/o/changed": .night(3), "github.com/o/now": .night(5),
    ]
    func order(_ limit: Int) -> [String] {
      RepositoryTargets.due(targets, visits: visits, now: .night(5), limit: limit).map(\.key)
    }
    #expect(
      order(10) == [
        "github.com/o/new", "github.com/o/changed", "github.com/o/older", "github.com/o/old",
      ])
    #expect(order(1) == ["github.com/o/new"])
    #expect(order(0) == [])
  }

  @Test func `one repository is one target, and hosts off the list are none`() throws {
    var settings = Settings()
    settings.contact = "tests"
    settings.endpoints.gitHosts = ["github.com": "https://github.com/"]
    let claimed = RepositoryTargets.claimed(
      [
        facts("a", "o/r", .night(0)), facts("b", "o/r", .night(1)),
        facts("c", "o/r", .night(0), host: "evil.example"),
      ], hosts: try GitHosts(settings))
    #expect(claimed.map(\.url) == ["https://github.com/o/r.git"])
    #expect(claimed.map(\.claimant.key) == ["a"])
    #expect(claimed.map(\.claimedAt) == [.night(1)])
  }

  @Test(arguments: [
    "http://github.com", "http://192.168.0.1", "ftp://x.example", "https://user@github.com",
    "github.com", "https://github.com?x=1", "file:///srv/git", "",
  ])
  func `a host is reached over https, or on this machine`(base: String) {
    var settings = Settings()
    settings.contact = "tests"
    settings.endpoints.gitHosts = ["github.com": base]
    #expect(throws: PipelineError.self) { try GitHosts(settings) }
  }

  @Test func `no public host is asked without a contact, nor by a run that stays on this machine`()
    throws
  {
    var settings = Settings()
    settings.endpoints = Endpoints.publicDefaults
    #expect(try GitHosts(settings).isEmpty)
    settings.contact = "tests"
    #expect(try !GitHosts(settings).isEmpty)
    settings.endpoints = Endpoints(pypi: "http://127.0.0.1:8000", npm: "http://localhost:1")
    #expect(try GitHosts(settings).isEmpty)
  }

  @Test(arguments: [
    ("1735689600", "2025-01-01T00:00:00Z" as String?), ("0", nil), ("-1", nil), ("", nil),
    ("631151999", nil), ("631152000", "1990-01-01T00:00:00Z"), ("99999999999999999999", nil),
    ("9223372036854775807", nil), ("x", nil), ("1767405600", "2026-01-03T02:00:00Z"),
    ("1767405601", nil),
  ])
  func `absurd dates are none`(seconds: String, date: String?) {
    #expect(GitDate.instant(seconds, now: .night(0))?.iso8601 == date)
  }
}
