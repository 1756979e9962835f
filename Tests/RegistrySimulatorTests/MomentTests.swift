import Corpus
import Foundation
import FoundationNetworking
import RegistrySimulator
import Testing

/// Moments within a day, the journal and the news: one world that only grows.
@Suite struct MomentTests {
  /// Every three hours of one day, from night to night.
  private static let routers: [Router] = stride(from: 0, through: 24, by: 3).compactMap { hours in
    var configuration = SimulatorConfiguration(
      packages: 400, seed: 9, origin: "http://127.0.0.1:9", malwareHours: 2)
    configuration.move(to: moment(hours: hours))
    return try? Router(configuration)
  }

  private static func moment(hours: Int) -> UTCInstant {
    let night = UTCInstant(parsing: "2026-01-05T02:00:00Z")?.milliseconds ?? 0
    return UTCInstant(milliseconds: night + Int64(hours) * 3_600_000)
  }

  private func journal(_ router: Router, since serial: Int64 = 0) -> String {
    let call =
      "<methodCall><methodName>changelog_since_serial</methodName><params><param><value><int>"
      + "\(serial)</int></value></param></params></methodCall>"
    let reply = router.reply(
      to: SimulatorRequest(method: "POST", path: "/pypi/pypi", body: Array(call.utf8)))
    return String(decoding: reply.body, as: UTF8.self)
  }

  private func rows(_ text: String) -> [String] {
    text.components(separatedBy: "<value><array><data>").dropFirst(2).map {
      $0.replacing("</data></array></value></param></params></methodResponse>", with: "")
    }
  }

  @Test("A later moment repeats the journal and goes on; serials of what did not change stay")
  func prefix() throws {
    var last: [String] = []
    for router in Self.routers {
      let now = rows(journal(router))
      #expect(Array(now.prefix(last.count)) == last)
      last = now
    }
    #expect(last.count > rows(journal(Self.routers[0])).count + 10)
    let worlds = Self.routers.compactMap(\.world)
    for ecosystem in Ecosystem.allCases {
      for (early, late) in zip(worlds, worlds.dropFirst()) {
        for package in early.packages(ecosystem) {
          let then = try #require(late.package(PackageID(ecosystem, package.name)))
          let hasChanged = late.presence(of: then) != early.presence(of: package)
          #expect(then.serial >= package.serial)
          #expect(!hasChanged || then.serial > package.serial, "\(package.name)")
        }
      }
    }
  }

  @Test("The journal's rows are those after the serial, in the registry's words")
  func journalRows() throws {
    let router = try #require(Self.routers.last)
    let all = rows(journal(router))
    for words in [
      "create", "new release", "add py3 file ", "project quarantined", "remove project",
      "add Owner ", "yank release",
    ] {
      #expect(all.contains { $0.contains("<string>\(words)") }, "\(words)")
    }
    let serials = all.compactMap { row in
      row.components(separatedBy: "<int>").last.flatMap { Int64($0.prefix { $0.isNumber }) }
    }
    #expect(serials == serials.sorted() && Set(serials).count == all.count)
    let middle = serials[serials.count / 2]
    #expect(rows(journal(router, since: middle)).count == serials.count { $0 > middle })
    #expect(rows(journal(router, since: .max)).isEmpty)
  }

  @Test("News are of the last hour or more, the newest first, and the dump is last night's")
  func news() throws {
    let router = Self.routers[4]
    for (file, least) in [("crates", 50), ("updates", 100)] {
      let reply = router.reply(to: SimulatorRequest(path: "/crates-dump/rss/\(file).xml"))
      let text = String(decoding: reply.body, as: UTF8.self)
      #expect(reply.status == 200 && text.components(separatedBy: "<item>").count > least)
      #expect(text.contains("<crates:version>") == (file == "updates"))
    }
    let dump = router.reply(to: SimulatorRequest(path: "/crates-dump/db-dump.tar.gz"))
    #expect(dump.headers.value("Last-Modified") == "Mon, 05 Jan 2026 02:00:00 GMT")
    #expect(dump.headers.value("Date") == "Mon, 05 Jan 2026 14:00:00 GMT")
    #expect(router.reply(to: SimulatorRequest(path: "/crates-dump/rss/other.xml")).status == 404)
  }

  @Test("The time is read and set over the socket, and nonsense is refused")
  func control() async throws {
    let server = try SimulatorServer(SimulatorConfiguration(packages: 30, seed: 2))
    let base = "http://127.0.0.1:\(try await server.start())/simulator/now"
    func get(_ query: String) async throws -> (Int, String) {
      let address = try #require(URL(string: base + query))
      let (data, response) = try await URLSession(configuration: .ephemeral).data(from: address)
      return (
        (response as? HTTPURLResponse)?.statusCode ?? 0, String(decoding: data, as: UTF8.self)
      )
    }
    #expect(try await get("") == (200, "2026-01-01T02:00:00Z\n"))
    #expect(try await get("?at=2026-01-04T14:30:00Z") == (200, "2026-01-04T14:30:00Z\n"))
    #expect(server.world?.now == UTCInstant(parsing: "2026-01-04T14:30:00Z"))
    #expect(try await get("?at=tomorrow").0 == 400)
    #expect(try await get("") == (200, "2026-01-04T14:30:00Z\n"))
    try server.advance(toDay: 1)
    #expect(server.world?.now == UTCInstant(parsing: "2026-01-02T02:00:00Z"))
    await server.stop()
  }
}
