import Testing
import Transport

@Suite struct RedirectRuleTests {
  private let rule = RedirectRule(limit: 3, hosts: ["static.example", "10.0.0.8"])

  private func verdict(
    _ location: String, from base: String = "https://a.example/x", followed: Int = 0
  ) throws -> RedirectRule.Verdict {
    rule.verdict(on: location, from: try #require(HTTPURL(base)), followed: followed)
  }

  @Test(arguments: ["/y", "https://a.example/y", "https://A.EXAMPLE:443/y", "y", "?q"])
  func `follows within the same server`(location: String) throws {
    guard case .follow(let target) = try verdict(location) else {
      Issue.record("refused \(location)")
      return
    }
    #expect(target.authority == "a.example")
  }

  @Test func `follows to a host that is configured`() throws {
    let target = try #require(HTTPURL("https://static.example/dump"))
    #expect(try verdict("https://static.example/dump") == .follow(target))
  }

  @Test(arguments: [
    "http://a.example/", "https://a.example:8443/", "https://a.example.evil.example/",
    "https://a.example@evil.example/", "http://static.example/", "https://10.0.0.8/",
    "https://localhost/", "file:///etc/passwd", "ftp://a.example/", "data:,x",
  ])
  func `refuses other servers, schemes and private addresses`(location: String) throws {
    guard case .refuse = try verdict(location) else {
      Issue.record("accepted \(location)")
      return
    }
  }

  @Test func `stops after the limit`() throws {
    #expect(try verdict("/y", followed: 2) != .tooMany)
    #expect(try verdict("/y", followed: 3) == .tooMany)
  }

  @Test func `ports of this machine need the switch`() throws {
    let base = try #require(HTTPURL("http://127.0.0.1:81/"))
    let open = RedirectRule(limit: 3, allowsLoopback: true)
    let target = try #require(HTTPURL("http://localhost:82/"))
    #expect(open.verdict(on: "http://localhost:82/", from: base, followed: 0) == .follow(target))
    let closed = rule.verdict(on: "http://localhost:82/", from: base, followed: 0)
    #expect(closed != .follow(target))
    guard case .refuse = open.verdict(on: "http://10.0.0.1/", from: base, followed: 0) else {
      Issue.record("the switch opened more than this machine")
      return
    }
  }
}
