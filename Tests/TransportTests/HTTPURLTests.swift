import Testing
import Transport

@Suite struct HTTPURLTests {
  @Test(arguments: [
    ("http://Registry.example/a?b", "http", "registry.example", 80, "registry.example"),
    ("https://registry.example:443/", "https", "registry.example", 443, "registry.example"),
    ("HTTPS://registry.example:8443", "https", "registry.example", 8443, "registry.example:8443"),
    ("http://user:secret@registry.example/", "http", "registry.example", 80, "registry.example"),
    ("http://[::1]:8080/", "http", "[::1]", 8080, "[::1]:8080"),
  ])
  func `reads scheme, host and port`(
    text: String, scheme: String, host: String, port: Int, authority: String
  ) throws {
    let url = try #require(HTTPURL(text))
    #expect(url.scheme == scheme)
    #expect(url.host == host)
    #expect(url.port == port)
    #expect(url.authority == authority)
  }

  @Test(arguments: [
    "", "registry.example", "/path", "ftp://registry.example/", "file:///etc/passwd", "http://",
    "http://a b/", "http://a:99999/", "http://a\0.example/", "javascript:1",
  ])
  func `refuses what is no absolute URL of HTTP`(text: String) {
    #expect(HTTPURL(text) == nil)
  }

  @Test(arguments: [
    ("/x", "http://a.example:81/x"), ("y?z", "http://a.example:81/dir/y?z"),
    ("//b.example/", "http://b.example/"), ("https://c.example", "https://c.example/"),
    ("../../../up", "http://a.example:81/up"),
  ])
  func `resolves references as RFC 3986 does`(reference: String, resolved: String) throws {
    let base = try #require(HTTPURL("http://a.example:81/dir/file?query"))
    #expect(base.resolving(reference)?.text == resolved)
  }

  @Test(arguments: [
    ("localhost", true, true), ("a.localhost", true, true), ("127.8.9.1", true, true),
    ("2130706433", true, true), ("0x7f.1", true, true), ("[::1]", true, true),
    ("[::ffff:127.0.0.1]", true, true), ("10.1.2.3", false, true), ("172.31.0.1", false, true),
    ("172.32.0.1", false, false), ("192.168.0.1", false, true), ("169.254.169.254", false, true),
    ("100.64.0.1", false, true), ("0.0.0.0", false, true), ("[fe80::1]", false, true),
    ("[fd00::1]", false, true), ("[::]", false, true), ("224.0.0.1", false, true),
    ("[::ffff:10.0.0.1]", false, true), ("8.8.8.8", false, false), ("[2606:4700::1]", false, false),
    ("registry.example", false, false),
  ])
  func `knows loopback and private addresses`(
    host: String, isLoopback: Bool, isPrivate: Bool
  ) throws {
    let url = try #require(HTTPURL("http://\(host)/"))
    #expect(url.isLoopback == isLoopback)
    #expect(url.isPrivate == isPrivate)
  }
}
