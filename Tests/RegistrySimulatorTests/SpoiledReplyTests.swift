import Corpus
import Foundation
import JSON
import RegistrySimulator
import Testing

/// What each fault does to an answer.
@Suite struct SpoiledReplyTests {
  private static let configuration: SimulatorConfiguration = {
    var configuration = SimulatorConfiguration(packages: 30, seed: 3)
    configuration.faults.retryAfter = 90
    return configuration
  }()
  private static let router = Result { try Router(configuration) }

  private static let paths = [
    "list": "/pypi/simple/", "ids": "/npm-replicate/registry/_all_docs",
    "changes": "/npm-replicate/registry/_changes", "status": "/npm-replicate/registry/",
    "dump": "/crates-dump/db-dump.tar.gz",
  ]

  /// An answer before and after a fault.
  private func replies(_ fault: Fault, _ path: String) throws -> (SimulatorReply, SimulatorReply) {
    let request = SimulatorRequest(
      path: path, headers: [HeaderField("Accept", "application/vnd.pypi.simple.v1+json")])
    let reply = try Self.router.get().reply(to: request)
    var spoiled = reply
    fault.spoil(&spoiled, of: request, configuration: Self.configuration)
    return (reply, spoiled)
  }

  private func rows(_ reply: SimulatorReply, _ key: String) throws -> Int {
    let object = try JSONSerialization.jsonObject(with: reply.body) as? [String: Any]
    return try #require(object?[key] as? [Any]).count
  }

  private func packument() throws -> String {
    let package = try #require(try Self.router.get().world?.packages(.npm).first)
    return "/npm/\(package.name.replacingOccurrences(of: "/", with: "%2F"))"
  }

  @Test func `both forms of Retry-After`() throws {
    let seconds = try replies(.tooMany, "/pypi/simple/").1
    #expect(seconds.status == 429 && seconds.headers.value("Retry-After") == "90")
    let date = try replies(.tooManyUntil, "/pypi/simple/").1
    #expect(date.headers.value("Retry-After") == "Thu, 01 Jan 2026 02:01:30 GMT")
  }

  @Test(arguments: [(Fault.forbidden, 403), (.serverError, 500), (.unavailable, 503)])
  func `other statuses`(fault: Fault, status: Int) throws {
    #expect(try replies(fault, "/pypi/simple/").1.status == status)
  }

  @Test func `a redirect leads elsewhere`() throws {
    let reply = try replies(.redirect, "/pypi/simple/").1
    #expect(reply.status == 302)
    #expect(try #require(reply.headers.value("Location")).contains(":"))
  }

  @Test(arguments: [("list", "projects"), ("ids", "rows"), ("changes", "results")])
  func `a gap takes every tenth row`(page: String, key: String) throws {
    let (whole, gapped) = try replies(.gap, try #require(Self.paths[page]))
    let count = try rows(whole, key)
    let left = try rows(gapped, key)
    #expect(count >= 30 && left == count - count / 10)
  }

  @Test func `a sequence falls, of the status alone`() throws {
    let (before, after) = try replies(.sequenceReset, "/npm-replicate/registry/")
    #expect(before.body != after.body)
    #expect(String(decoding: after.body, as: UTF8.self).contains(#""update_seq":1}"#))
    let (page, same) = try replies(.sequenceReset, "/npm-replicate/registry/_changes")
    #expect(page.body == same.body)
  }

  @Test func `an old copy says that it is older`() throws {
    #expect(
      try replies(.stale, "/pypi/simple/").1.headers.value("X-PyPI-Last-Serial") == "1")
    let (new, old) = try replies(.stale, try packument())
    let text = String(decoding: old.body, as: UTF8.self)
    #expect(text.contains(#""_rev":"0-"#) && new.body != old.body)
    #expect(old.headers.value("ETag") == nil)
  }

  @Test func `gzip says the same, and a bomb is small`() throws {
    let (plain, encoded) = try replies(.gzip, try packument())
    #expect(encoded.headers.value("Content-Encoding") == "gzip")
    #expect(encoded.body.prefix(2) == Data([0x1F, 0x8B]))
    #expect(encoded.headers.value("ETag") == plain.headers.value("ETag"))
    #expect(try replies(.bomb, try packument()).1.body.count < 100_000)
  }

  @Test func `members come twice, the last as before`() throws {
    let (plain, twice) = try replies(.duplicate, try packument())
    let names = try [plain, twice].map {
      try JSONParser().parse(Array($0.body)) { root, _ in root["name"]?.string }
    }
    #expect(names[0] != nil && names[0] == names[1])
    #expect(twice.body.count > plain.body.count)
  }

  @Test func `a huge document is the same JSON`() throws {
    let (plain, huge) = try replies(.huge, try packument())
    #expect(huge.body.count == plain.body.count + (4 << 20))
  }

  @Test(arguments: [Fault.gzip, .bomb, .huge, .duplicate, .gap, .stale])
  func `the dump is left alone`(fault: Fault) throws {
    let (before, after) = try replies(fault, "/crates-dump/db-dump.tar.gz")
    #expect(before.body == after.body)
  }
}
