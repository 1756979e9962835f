import Corpus
import Foundation
import Labels
import Testing

/// The recorded label files beside the package; the tests need them.
enum RealLabels {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "../shared/data/labels").standardizedFileURL.path

  static let isThere = {
    let isThere = FileManager.default.fileExists(atPath: folder)
    if !isThere { print("RealLabelsTests are skipped: there is no \(folder)") }
    return isThere
  }()

  /// Thirty thousand reports take some 10 s unoptimised.
  static let isSlowAllowed: Bool = {
    #if DEBUG
      return ProcessInfo.processInfo.environment["ASSAY_SLOW_TESTS"] == "1"
    #else
      return true
    #endif
  }()

  static func read(_ file: String) throws -> LabelImport {
    try LabelImport.read(path: "\(folder)/\(file)", source: nil)
  }
}

@Suite(.enabled(if: RealLabels.isThere, "the recorded labels are not here"))
struct RealLabelsTests {
  @Test(.enabled(if: RealLabels.isSlowAllowed, "set ASSAY_SLOW_TESTS=1 in a debug build"))
  func `reads every real report`() throws {
    let labels = try RealLabels.read("osv-malicious.jsonl.zst")
    #expect(labels.documents == 31_450)
    #expect(labels.rejected.isEmpty)
    #expect(labels.reportsByEcosystem == [.npm: 22_241, .pypi: 9_207, .crates: 2])
    #expect(labels.notes.count == 3_638)
    #expect(labels.withdrawn == 0)
    let kinds = labels.reportsByKind.map { "\($0.key.rawValue) \($0.value)" }.sorted()
    print("kinds: \(kinds), claims: \(labels.claims.count)")
    checkCampaigns(labels)
  }

  /// The method's own count of campaigns joins no indicators; see golden-campaigns.json.
  private func checkCampaigns(_ labels: LabelImport) {
    let golden: [(Ecosystem, Int, [Int], Double)] = [
      (.npm, 3_885, [4_093, 2_039, 939, 750, 609, 428, 427, 316], 20.915_716_941_257_763),
      (.pypi, 257, [2_840, 1_545, 1_113, 510, 466, 456, 341, 285], 6.637_687_290_915_297),
    ]
    for (ecosystem, campaigns, largest, worth) in golden {
      let reports = labels.reports.filter { $0.package.ecosystem == ecosystem }
      let apart = sizes(Campaigns.assign(reports, joiningIndicators: false))
      #expect(apart.count == campaigns)
      #expect(Array(apart.prefix(8)) == largest)
      #expect(abs(Campaigns.effectiveCount(sizes: apart) - worth) < 1e-9)
      let joined = sizes(Campaigns.assign(reports))
      #expect(joined.count <= campaigns)
      print("\(ecosystem): \(joined.count) campaigns with shared indicators, \(joined.prefix(4))")
    }
  }

  private func sizes(_ keys: [String]) -> [Int] {
    Dictionary(grouping: keys) { $0 }.map(\.value.count).sorted(by: >)
  }

  @Test func `reads every withdrawn report as withdrawn`() throws {
    let labels = try RealLabels.read("osv-withdrawn.jsonl.zst")
    #expect(labels.documents == 56)
    #expect(labels.withdrawn == 56)
    #expect(labels.claims.allSatisfy { $0.withdrawnAt != nil })
  }

  @Test func `finds the advisories about malice among all`() throws {
    let labels = try RealLabels.read("rustsec.tar.zst")
    #expect(labels.documents == 1_225)
    #expect(labels.rejected.isEmpty)
    #expect(labels.advisories["malicious crate"] == 73)
    #expect(labels.advisories["malicious versions"] == 4)
    #expect(labels.claims.count == 77)
    let scoped = labels.claims.filter { $0.versions != nil }
    #expect(
      scoped.map { "\($0.package.key) \($0.versions ?? [])" } == [
        "append_only_vec [\"0.1.9\"]", "arrayref [\"0.3.10\"]", "internment [\"0.8.7\"]",
        "onering [\"1.4.1\"]",
      ])
  }
}
