import Corpus
import Foundation
import Labels
import Testing

@Suite struct PopularityImportTests {
  private static let data = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("shared/data/names").path
  private static var isThere: Bool { FileManager.default.fileExists(atPath: data) }

  private func read(_ text: String, _ ecosystem: Ecosystem? = nil) throws -> PopularityImport {
    let path = "\(FileManager.default.temporaryDirectory.path)/popularity-\(UUID().uuidString)"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try PopularityImport.read(path: path, ecosystem: ecosystem)
  }

  @Test func `counts by name are npm's, most downloads first`() throws {
    let list = try read(#"{"b":5,"a":7,"@s/c":5,"bad":-1,"worse":"x"}"#)
    #expect(list.ecosystem == .npm)
    #expect(list.rows.map(\.name) == ["a", "@s/c", "b"])
    #expect(list.rows.map(\.downloads) == [7, 5, 5])
    #expect(list.rows.map(\.rank) == [0, 1, 2])
    #expect(list.rejected == 2)
  }

  @Test func `the rows of a project list say their day`() throws {
    let list = try read(
      #"{"last_update":"2026-04-01 08:00:00","rows":[{"project":"Zope.Interface","download_count":3}]}"#
    )
    #expect(list.ecosystem == .pypi)
    #expect(list.date?.iso8601 == "2026-04-01T00:00:00Z")
    #expect(list.rows == [.init(name: "zope-interface", downloads: 3, rank: 0)])
  }

  @Test func `a table of ranks has no downloads, and a name counts once`() throws {
    let list = try read("package,rank\nb,2\na,1\nb,3\n,4\nc,\n")
    #expect(list.ecosystem == .npm)
    #expect(list.rows.map(\.name) == ["a", "b"])
    #expect(list.rows.allSatisfy { $0.downloads == nil })
    #expect(list.rejected == 2)
  }

  @Test func `of a history the newest day counts`() throws {
    let list = try read(
      "as_of,rank,project,download_count\n2025-01-01,1,old,9\n2026-01-01,1,new,5\n")
    #expect(list.rows.map(\.name) == ["new"])
    #expect(list.date?.iso8601 == "2026-01-01T00:00:00Z")
  }

  @Test func `names alone need the registry named`() throws {
    let text = "name,downloads\nserde,10\n"
    #expect(throws: LabelsError.self) { try read(text) }
    #expect(try read(text, .crates).rows.map(\.name) == ["serde"])
  }

  @Test(arguments: [
    "", "{", "[]", "{}", "a,b\n1,2\n", "package,rank\n", "\u{0}\u{1}", "<html></html>",
  ])
  func `anything else is refused with a remedy`(text: String) {
    let error = #expect(throws: LabelsError.self) { try read(text) }
    #expect(error?.message.contains("popularity-") == true)
  }

  @Test func `a file that is not there is named`() {
    #expect(throws: LabelsError.self) { try PopularityImport.read(path: "/no/such") }
  }

  @Test(
    .enabled(if: isThere, "../shared is not there"),
    arguments: [
      ("top-pypi.csv.zst", Ecosystem.pypi, 15_000, "boto3", Int64?.some(1_880_218_825)),
      ("top-npm.csv.zst", .npm, 15_113, "semver", nil),
      ("top-pypi-history.csv.zst", .pypi, 15_000, "boto3", 1_880_218_825),
    ])
  func `recorded lists are read whole`(
    file: String, ecosystem: Ecosystem, count: Int, first: String, downloads: Int64?
  ) throws {
    let list = try PopularityImport.read(path: "\(Self.data)/\(file)")
    #expect(list.ecosystem == ecosystem)
    #expect(list.rows.count == count)
    #expect(list.rejected == 0)
    #expect(list.rows.first?.name == first)
    if file != "top-pypi-history.csv.zst" { #expect(list.rows.first?.downloads == downloads) }
  }
}
