import Corpus
import Foundation
import RegistrySimulator
import Testing

/// The simulated git hosts as a client of the wire protocol meets them.
@Suite struct GitRouterTests {
  private static let configuration = SimulatorConfiguration(
    packages: 200, seed: 4, origin: "http://127.0.0.1:9")

  private func post(_ router: Router, _ repository: String, _ body: String) -> SimulatorReply {
    router.reply(
      to: SimulatorRequest(
        method: "POST", path: "/git/\(repository).git/git-upload-pack", body: Array(body.utf8)))
  }

  /// The first repository that a popular package of npm names.
  private func repository(_ router: Router) throws -> String {
    let world = try #require(router.world)
    for package in world.packages(.npm) where package.archetype == .popular {
      let text = String(decoding: world.document(.packument, package) ?? [], as: UTF8.self)
      guard let start = text.range(of: "https://github.com/team-"),
        let end = text[start.upperBound...].range(of: ".git")
      else { continue }
      return "github.com/team-\(text[start.upperBound..<end.lowerBound])"
    }
    throw CancellationError()
  }

  @Test func `references are listed by prefix, the same with the same seed`() throws {
    let (one, two) = try (Router(Self.configuration), Router(Self.configuration))
    let name = try repository(one)
    let request = "0014command=ls-refs\n00010009peel\n000csymrefs\n001aref-prefix refs/tags/\n0000"
    let tags = post(one, name, request)
    #expect(tags.status == 200)
    #expect(tags.body == post(two, name, request).body)
    let text = String(decoding: tags.body, as: UTF8.self)
    #expect(text.contains("refs/tags/") && !text.contains("HEAD") && text.hasSuffix("0000"))
  }

  @Test func `objects nobody has are refused within the protocol`() throws {
    let router = try Router(Self.configuration)
    let want = "0032want \(String(repeating: "0", count: 40))\n"
    let reply = post(router, try repository(router), "0012command=fetch\n0001\(want)0009done\n0000")
    #expect(String(decoding: reply.body, as: UTF8.self).contains("not our ref"))
  }

  @Test(arguments: [
    "/git/github.com/nobody/nothing.git/info/refs", "/git/github.com/x", "/git/a/b/c",
  ])
  func `repositories nobody has are missing`(path: String) throws {
    let router = try Router(Self.configuration)
    let request = SimulatorRequest(path: path, query: ["service": "git-upload-pack"])
    #expect(router.reply(to: request).status == 404)
  }

  @Test func `a request in gzip that is none is refused`() throws {
    let router = try Router(Self.configuration)
    let reply = router.reply(
      to: SimulatorRequest(
        method: "POST", path: "/git/\(try repository(router)).git/git-upload-pack",
        headers: [HeaderField("Content-Encoding", "gzip")], body: [1, 2, 3]))
    #expect(reply.status == 400)
  }
}
