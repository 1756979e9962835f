import Corpus
import Foundation
import RegistrySimulator
import Testing

@Suite struct ReplayTests {
  private static let shared = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../shared/data").standardizedFileURL.path
  private static let fixtures = shared + "/registry-fixtures"
  private static let index = shared + "/crates-index/2019-11.tar.zst"
  private static let hasShared: Bool = {
    let exists = FileManager.default.fileExists(atPath: fixtures + "/MANIFEST.csv")
    if !exists { print("replay tests are left out: \(fixtures) is missing") }
    return exists
  }()

  @Test(.enabled(if: hasShared))
  func `every recorded document is served on some day`() throws {
    let placements = try Replay(folder: Self.fixtures, day: 0).placements()
    #expect(placements.count == 687)
    #expect(Set(placements.map(\.file)).count == 687)
    let days = placements.map(\.day).max() ?? 0
    var served = 0
    for day in 0...days {
      let router = try Router(SimulatorConfiguration(day: day, replay: Self.fixtures))
      for placement in placements where placement.day == day {
        let reply = router.reply(to: request(for: placement))
        let recorded = FileManager.default.contents(atPath: Self.fixtures + "/" + placement.file)
        let body = try #require(recorded)
        let isWhole = placement.file.hasSuffix(".http")
        #expect(isWhole ? body.suffix(reply.body.count) == reply.body : body == reply.body)
        served += reply.body.isEmpty ? 0 : 1
      }
    }
    #expect(served == 687)
  }

  private func request(for placement: ReplayPlacement) -> SimulatorRequest {
    let name = placement.name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    let json = HeaderField("Accept", "application/vnd.pypi.simple.v1+json")
    return switch placement.kind {
    case .simpleDetail:
      SimulatorRequest(
        path: "/pypi/simple/\(name)/", headers: placement.isPage ? [] : [json])
    case .projectJSON: SimulatorRequest(path: "/pypi/pypi/\(name)/json")
    case .packument: SimulatorRequest(path: "/npm/\(name)")
    default: SimulatorRequest(path: "/crates-index/se/rd/\(name)")
    }
  }

  @Test(.enabled(if: hasShared))
  func `feeds name what the folder holds`() throws {
    let router = try Router(SimulatorConfiguration(replay: Self.fixtures))
    let page = try object(
      router.reply(to: SimulatorRequest(path: "/npm-replicate/registry/_changes")).body)
    let placements = try Replay(folder: Self.fixtures, day: 0).placements()
    let names = Set(placements.filter { $0.ecosystem == .npm }.map(\.name))
    #expect((page["results"] as? [Any])?.count == names.count)
  }

  @Test func `pages are served before JSON documents and by what the client asks`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = [
      "MANIFEST.csv": """
      file,ecosystem,kind,package,newest_publish
      new.json,pypi,simple-json,tool,2020-01-01T00:00:00Z
      page.html,pypi,simple-html,tool,2021-01-01T00:00:00Z

      """, "new.json": "{}", "page.html": "<html>",
    ]
    for (name, text) in files {
      try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }
    let days = try Replay(folder: folder.path, day: 0).placements().map { "\($0.day) \($0.file)" }
    #expect(days == ["0 page.html", "1 new.json"])
    let replies = try [0, 1].flatMap { day in
      let router = try Router(SimulatorConfiguration(day: day, replay: folder.path))
      return [true, false].map { isJSON in
        let json = HeaderField("Accept", "application/vnd.pypi.simple.v1+json")
        return String(
          decoding: router.reply(
            to: SimulatorRequest(path: "/pypi/simple/tool/", headers: isJSON ? [json] : [])
          ).body, as: UTF8.self)
      }
    }
    #expect(replies == ["<html>", "<html>", "{}", "<html>"])
    let listing = String(
      decoding: try Replay(folder: folder.path, day: 0).listingCSV(), as: UTF8.self)
    #expect(
      listing.split(separator: "\n").map {
        $0.split(separator: ",").prefix(6).joined(separator: ",")
      }
        == [
          "day,ecosystem,name,kind,status,bytes", "0,pypi,tool,simple-detail,200,6",
          "1,pypi,tool,simple-detail,200,2",
        ])
  }

  @Test func `a folder without a manifest is refused by name`() {
    let error = #expect(throws: SimulatorError.self) { try Replay(folder: "/nowhere", day: 0) }
    #expect(error?.message.contains("/nowhere") == true)
  }
}
