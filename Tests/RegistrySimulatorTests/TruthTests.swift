import Corpus
import Foundation
import RegistrySimulator
import Testing

@Suite struct TruthTests {
  private func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }

  @Test func `truth has a row per package`() {
    let world = Worlds.nights[1]
    let rows = lines(world.truthCSV())
    let count = Ecosystem.allCases.reduce(0) { $0 + world.packages($1).count }
    #expect(rows.count == count + 1)
    #expect(rows[0].hasPrefix("ecosystem,name,malicious,archetype,campaign,published_at"))
    #expect(
      rows.allSatisfy { $0.split(separator: ",", omittingEmptySubsequences: false).count == 10 })
  }

  @Test func `reports keep their numbers and wait for their time`() throws {
    var known: [String: String] = [:]
    for world in Worlds.nights {
      let rows = lines(world.labelsJSONL())
      #expect(rows.count >= known.count)
      for row in rows {
        let report = try object(Array(row.utf8))
        let id = try #require(report["id"] as? String)
        let summary = try #require(report["summary"] as? String)
        #expect(known[id, default: summary] == summary)
        known[id] = summary
        let published = try #require(UTCInstant(parsing: report["published"] as? String ?? ""))
        #expect(published <= world.now)
      }
    }
    #expect(known.count > 150)
  }

  @Test func `a wrong report is taken back on the next day`() {
    let first = lines(Worlds.nights[0].labelsJSONL()).filter { $0.contains("\"withdrawn\"") }
    let second = lines(Worlds.nights[1].labelsJSONL()).filter { $0.contains("\"withdrawn\"") }
    #expect(first.isEmpty)
    #expect(second.count == 3)
  }

  @Test func `members of a campaign share a text but for the name`() throws {
    let world = Worlds.nights[3]
    var texts: [Int: Set<String>] = [:]
    for row in lines(world.labelsJSONL()) {
      let report = try object(Array(row.utf8))
      let affected = (report["affected"] as? [[String: Any]])?.first?["package"] as? [String: Any]
      let name = try #require(affected?["name"] as? String)
      guard affected?["ecosystem"] as? String == "npm",
        let package = world.package(PackageID(.npm, name)), let campaign = package.campaign
      else { continue }
      let details = try #require(report["details"] as? String)
      texts[campaign, default: []].insert(details.replacing(name, with: "NAME"))
    }
    #expect(texts.values.allSatisfy { $0.count == 1 })
    #expect(Set(texts.values.compactMap(\.first)).count == texts.count)
  }

  @Test func `base rates hold the prior`() throws {
    let rows = lines(Worlds.nights[0].baseRatesCSV()).dropFirst()
    #expect(rows.count == 3)
    for row in rows {
      let fields = row.split(separator: ",").map(String.init)
      #expect(fields[1] == "registry" && fields[2] == "project")
      let (low, high) = (try #require(Double(fields[3])), try #require(Double(fields[5])))
      #expect(low < 0.017 && high > 0.0145)
    }
  }
}
