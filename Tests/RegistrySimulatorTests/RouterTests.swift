import Corpus
import Foundation
import RegistrySimulator
import Testing

@Suite struct RouterTests {
  private static let json = "application/vnd.pypi.simple.v1+json"
  private let router: Router

  init() throws {
    router = try Router(
      SimulatorConfiguration(packages: 200, seed: 4, day: 1, origin: "http://127.0.0.1:9"))
  }

  private func get(
    _ path: String, _ query: [String: String] = [:], accept: String = "*/*", tag: String? = nil
  ) -> SimulatorReply {
    var headers = [HeaderField("Accept", accept)]
    if let tag { headers.append(HeaderField("If-None-Match", tag)) }
    return router.reply(to: SimulatorRequest(path: path, query: query, headers: headers))
  }

  private func packages(_ ecosystem: Ecosystem, _ presence: Presence) -> [SimulatedPackage] {
    let world = router.world
    return world?.packages(ecosystem).filter { world?.presence(of: $0) == presence } ?? []
  }

  @Test func `the list of projects names display names and serials`() throws {
    let page = try object(get("/pypi/simple/", accept: Self.json).body)
    let projects = try #require(page["projects"] as? [[String: Any]])
    #expect(projects.count == packages(.pypi, .active).count)
    let meta = try #require(page["meta"] as? [String: Any])
    #expect(meta["api-version"] as? String == "1.4")
    let newest = projects.compactMap { $0["_last-serial"] as? Int }.max() ?? 0
    #expect(try #require(meta["_last-serial"] as? Int) >= newest)
    let html = get("/pypi/simple/")
    #expect(html.headers.value("Content-Type")?.hasPrefix("text/html") == true)
  }

  @Test func `a project that is not spelled normally moves`() throws {
    let package = try #require(packages(.pypi, .active).first { $0.key != $0.name })
    let reply = get("/pypi/simple/\(package.name)/", accept: Self.json)
    #expect(reply.status == 301)
    #expect(reply.headers.value("Location") == "/pypi/simple/\(package.key)/")
  }

  @Test func `a quarantined project is empty and has no JSON`() throws {
    let package = try #require(packages(.pypi, .quarantined).first)
    let detail = try object(get("/pypi/simple/\(package.key)/", accept: Self.json).body)
    #expect((detail["files"] as? [Any])?.isEmpty == true)
    #expect((detail["project-status"] as? [String: String])?["status"] == "quarantined")
    #expect(get("/pypi/pypi/\(package.key)/json").status == 404)
  }

  @Test(arguments: ["/pypi/simple/no-such/", "/npm/no-such", "/crates-index/no/-s/no-such", "/x"])
  func `unknown names are missing`(path: String) { #expect(get(path).status == 404) }

  @Test func `a known ETag is answered with 304 and no body`() throws {
    for path in ["/pypi/simple/", "/npm-replicate/registry/", "/crates-index/config.json"] {
      let first = get(path)
      let tag = try #require(first.headers.value("ETag"))
      let second = get(path, tag: tag)
      #expect(second.status == 304 && second.body.isEmpty, "\(path)")
      #expect(get(path, tag: "\"other\"").status == 200)
    }
  }

  @Test func `paging through changes meets every package once`() throws {
    var (since, seen): (Int, [String]) = (0, [])
    while true {
      let query = ["since": "\(since)", "limit": "50"]
      let page = try object(get("/npm-replicate/registry/_changes", query).body)
      let rows = try #require(page["results"] as? [[String: Any]])
      seen += rows.compactMap { $0["id"] as? String }
      since = try #require(page["last_seq"] as? Int)
      if rows.count < 50 { break }
    }
    #expect(Set(seen).count == seen.count)
    #expect(seen.count == router.world?.packages(.npm).count)
    #expect(get("/npm-replicate/registry/_changes", ["include_docs": "true"]).status == 400)
  }

  @Test func `the start key of all ids is inclusive JSON`() throws {
    let page = try object(get("/npm-replicate/registry/_all_docs", ["limit": "5"]).body)
    let ids = (page["rows"] as? [[String: Any]])?.compactMap { $0["id"] as? String } ?? []
    let last = try #require(ids.last)
    let next = try object(
      get("/npm-replicate/registry/_all_docs", ["startkey": "\"\(last)\""]).body)
    #expect((next["rows"] as? [[String: Any]])?.first?["id"] as? String == last)
    #expect(get("/npm-replicate/registry/_all_docs", ["startkey": last]).status == 400)
  }

  @Test func `removed npm packages keep a document`() throws {
    let holder = try #require(packages(.npm, .holder).first)
    let page = try object(get("/npm/\(holder.name.replacing("/", with: "%2F"))").body)
    #expect(page["description"] as? String == "security holding package")
    let gone = try #require(packages(.npm, .unpublished).first)
    let rest = try object(get("/npm/\(gone.name.replacing("/", with: "%2F"))").body)
    #expect((rest["time"] as? [String: Any])?["unpublished"] != nil)
    #expect(rest["versions"] == nil)
  }

  @Test func `a removed crate leaves the index`() throws {
    let gone = try #require(packages(.crates, .gone).first)
    let live = try #require(packages(.crates, .active).first)
    func path(_ name: String) -> String {
      "/crates-index/\(name.prefix(2))/\(name.dropFirst(2).prefix(2))/\(name)"
    }
    #expect(get(path(gone.name)).status == 404)
    #expect(get(path(live.name)).status == 200)
  }

  @Test func `the dump is a dated gzip archive`() {
    let reply = get("/crates-dump/db-dump.tar.gz")
    #expect(reply.body.prefix(2) == Data([0x1F, 0x8B]))
    #expect(reply.headers.value("Last-Modified") == "Fri, 02 Jan 2026 02:00:00 GMT")
    #expect(get("/crates-dump/db-dump.tar.gz", tag: reply.headers.value("ETag")).status == 304)
  }

  @Test func `mirrors get their XML-RPC answers`() {
    let call = "<methodCall><methodName>changelog_last_serial</methodName></methodCall>"
    let request = SimulatorRequest(method: "POST", path: "/pypi/pypi", body: Array(call.utf8))
    let text = String(decoding: router.reply(to: request).body, as: UTF8.self)
    #expect(text.contains(#/<int>3500\d+<\/int>/#))
  }
}
