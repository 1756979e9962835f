import Corpus
import Foundation
import Registries
import Testing

/// The archive, where it is there and the slow tests are asked for.
private enum CratesIndex2019 {
  static let archive = Fixtures.shared.appending(path: "crates-index/2019-11.tar.zst").path
  static let isWanted: Bool = {
    guard ProcessInfo.processInfo.environment["ASSAY_SLOW_TESTS"] == "1" else {
      print("crates.io index of 2019: skipped, set ASSAY_SLOW_TESTS=1 to run it")
      return false
    }
    let found = FileManager.default.fileExists(atPath: archive)
    if !found { print("crates.io index of 2019: skipped, \(archive) is not there") }
    return found
  }()
}

/// The whole index of November 2019; only with `ASSAY_SLOW_TESTS=1`.
@Suite(.enabled(if: CratesIndex2019.isWanted)) struct CratesIndexTests {
  @Test func `every file of the index decodes`() throws {
    let archive = try DumpArchive(path: CratesIndex2019.archive, maximumBytes: 1 << 30)
    let decoder = FactsDecoder()
    var (crates, lines, versions, yanked, failed): (Int, Int, Int, Int, [String]) = (0, 0, 0, 0, [])
    while let entry = try archive.next() {
      var bytes: [UInt8] = []
      unsafe try archive.readBlocks { unsafe bytes.append(contentsOf: $0) }
      guard !bytes.isEmpty, !entry.hasSuffix("config.json"),
        let name = entry.split(separator: "/").last
      else { continue }
      crates += 1
      lines += bytes.count { $0 == 0x0A } + (bytes.last == 0x0A ? 0 : 1)
      let document = Document(
        kind: .indexFile, bytes: bytes, digest: "", observedAt: Fixtures.observedAt)
      do {
        let facts = try decoder.facts(for: PackageID(.crates, String(name)), from: [document])
        versions += facts.releases.count
        yanked += facts.releases.count { $0.isYanked }
        #expect(facts.currentVersion != nil)
      } catch {
        failed.append("\(entry): \(error)")
      }
    }
    print("index of 2019: \(crates) crates, \(lines) lines, \(versions) versions, \(yanked) yanked")
    #expect(failed == [])
    #expect(crates == 31_839)
    #expect(lines == 184_437)
    // 18 lines are exact repeats, 6 more repeat a version with another content.
    #expect(lines - versions == 24)
  }
}
