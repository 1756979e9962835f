import Foundation
import Labels
import Pipeline
import Testing

@Suite struct SummaryTests {
  @Test func `counts reports by registry, kind and withdrawal`() throws {
    let text = try summary(
      name: "labels.csv",
      """
      ecosystem,name,versions,source,published,kind
      npm,left-padd,,desk,2026-01-02T00:00:00Z,malicious
      npm,right-padd,,desk,2026-01-03T00:00:00Z,spam
      pypi,requestz,,desk,2026-01-03T00:00:00Z,malicious
      """)
    #expect(text.hasPrefix("3 documents: 3 reports, 3 claims\n"))
    #expect(text.contains("  by ecosystem: npm 2, pypi 1\n  by kind: malicious 2, spam 1\n"))
    #expect(text.contains("  withdrawn: 0\n"))
    #expect(!text.contains("advisories"))
  }

  @Test func `names advisories by what they are about`() throws {
    let text = try summary(
      name: "RUSTSEC-2026-0001.toml",
      """
      [advisory]
      id = "RUSTSEC-2026-0001"
      package = "faster_log"
      date = "2026-01-02"
      title = "`faster_log` was removed from crates.io for malicious code"
      categories = ["malicious"]
      [versions]
      patched = []
      """)
    #expect(text.contains("  advisories: malicious crate 1\n"))
    #expect(text.contains("  crates malicious: 1 packages in 1 campaigns, 1 claims"))
  }

  private func summary(name: String, _ content: String) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: name)
    try content.write(to: file, atomically: true, encoding: .utf8)
    return Summary.labels(try LabelImport.read(path: file.path, source: nil))
  }
}
