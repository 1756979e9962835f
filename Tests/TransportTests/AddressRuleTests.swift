import Testing
import Transport

@Suite struct AddressRuleTests {
  @Test(arguments: [
    "127.0.0.1", "127.8.9.1", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "[::1]", "[::]",
    "[fe80::1]", "[fc00::1]", "[fd12:3456::1]", "[ff02::1]", "[::ffff:127.0.0.1]",
    "[::ffff:10.0.0.1]", "[64:ff9b::10.0.0.1]",
  ])
  func `addresses no public server has`(host: String) throws {
    #expect(try #require(NetworkAddress(host: host)).isPrivate)
  }

  @Test(arguments: [
    "1.1.1.1", "172.15.0.1", "172.32.0.1", "192.167.0.1", "100.128.0.1", "[2606:4700::1111]",
    "[::ffff:1.1.1.1]", "[64:ff9b::1.1.1.1]",
  ])
  func `addresses a public server may have`(host: String) throws {
    #expect(try !#require(NetworkAddress(host: host)).isPrivate)
  }

  @Test func `writes addresses as people do`() {
    #expect(NetworkAddress(bytes: [10, 0, 0, 1])?.text == "10.0.0.1")
    #expect(NetworkAddress(host: "[fe80::1]")?.text == "fe80:0:0:0:0:0:0:1")
    #expect(NetworkAddress(bytes: [1, 2, 3]) == nil)
    #expect(NetworkAddress(host: "a.example") == nil)
  }

  private let inside = NetworkAddress(bytes: [10, 0, 0, 1])!
  private let outside = NetworkAddress(bytes: [1, 1, 1, 1])!

  @Test(arguments: [
    ("https://registry.example/", 443, false), ("https://mirror.example/", 443, true),
    ("http://10.0.0.1/", 80, true), ("http://localhost:8080/", 8080, true),
    ("https://registry.example/", 3128, true), ("http://registry.example:3128/", 3128, true),
  ])
  func `a public name must not lead inside`(url: String, port: Int, isAllowed: Bool) throws {
    let rule = AddressRule(privateHosts: ["mirror.example"], proxyPorts: [3128])
    let url = try #require(HTTPURL(url))
    #expect(rule.allows(inside, port: port, for: url) == isAllowed)
    #expect(rule.allows(outside, port: port, for: url))
  }

  @Test func `knows the ports of the environment's proxies, and of the setting alone`() {
    let environment = [
      "https_proxy": "http://proxy.example:3128", "ALL_PROXY": "socks5://127.0.0.1",
      "http_proxy": "", "PATH": "/bin:8080",
    ]
    #expect(AddressRule.proxyPorts(nil, environment: environment) == [3128, 1080])
    #expect(AddressRule.proxyPorts("proxy.example:99", environment: environment) == [99])
    #expect(AddressRule.proxyPorts("https://p.example", environment: [:]) == [443])
  }
}
