import Corpus
import Foundation
import Labels
import Testing

@Suite struct AuditSheetTests {
  static let design = AuditDesign(
    ecosystem: .npm, asOf: UTCInstant(milliseconds: 1_767_319_200_000), reference: "npm-1", seed: 7,
    strata: [.init(packages: 500, reviews: 2), .init(packages: 2500, reviews: 1)])

  /// A sheet as it was drawn: one line a package, without verdicts.
  static let drawn = [(0, "pkg:npm/a"), (1, "pkg:npm/b"), (0, "pkg:npm/%40x/c")].enumerated().map {
    Line(
      row: $0 + 1, stratum: $1.0, purl: $1.1, verdict: "",
      seal: design.seal(row: $0 + 1, stratum: $1.0, purl: $1.1))
  }

  struct Line {
    var row: Int
    var stratum: Int
    var purl: String
    var verdict: String
    var seal: String
    var note = "looks fine"

    var text: String {
      "\(row),\(purl),\(verdict),\"\(note)\",\(stratum),\(AuditSheetTests.design.text),\(seal)\n"
    }
  }

  private static func read(_ lines: [Line]) throws -> AuditSheet {
    let scratch = Scratch()
    let path = try scratch.write(
      "sheet.csv",
      "row,purl,verdict,note,stratum,design,seal\n" + lines.map(\.text).joined())
    return try AuditSheet.read(path: path)
  }

  private static func filled(_ verdicts: [String]) -> [Line] {
    zip(drawn, verdicts).map { line, verdict in
      var line = line
      line.verdict = verdict
      return line
    }
  }

  @Test func `a filled-in sheet counts malice by stratum, in any order of rows`() throws {
    let lines = Self.filled(["malicious", " Good ", "MALICIOUS"])
    for order in [lines, lines.reversed()] {
      let sheet = try Self.read(order)
      #expect(sheet.design == Self.design)
      #expect(sheet.malicious == [2, 0])
      #expect(sheet.found.map(\.key) == ["a", "@x/c"])
    }
  }

  @Test(arguments: ["", "maybe", "benign?"])
  func `a row without a verdict is named`(_ verdict: String) {
    let error = #expect(throws: LabelsError.self) {
      try Self.read(Self.filled(["good", verdict, "good"]))
    }
    #expect(error?.message.contains(":3 this row has no verdict") == true)
    #expect(error?.message.contains("malicious or good in every row") == true)
  }

  static let changes: [(String, @Sendable (inout Line) -> Void)] = [
    ("another package", { $0.purl = "pkg:npm/z" }), ("another stratum", { $0.stratum = 0 }),
    ("another row", { $0.row = 9 }), ("another seal", { $0.seal = "s0" }),
  ]

  @Test(arguments: changes)
  func `a changed row is named`(_ name: String, _ change: @Sendable (inout Line) -> Void) {
    var lines = Self.filled(["good", "good", "good"])
    change(&lines[1])
    let error = #expect(throws: LabelsError.self, "\(name)") { try Self.read(lines) }
    #expect(error?.message.contains(":3 this row was changed") == true)
  }

  @Test func `rows may be neither lost nor doubled`() {
    let lines = Self.filled(["good", "good", "good"])
    let short = #expect(throws: LabelsError.self) { try Self.read(Array(lines.dropLast())) }
    #expect(short?.message.contains("2 rows where 3 were drawn; missing: row 3") == true)
    let doubled = #expect(throws: LabelsError.self) { try Self.read(lines + [lines[0]]) }
    #expect(doubled?.message.contains("4 rows where 3 were drawn") == true)
    let swapped = #expect(throws: LabelsError.self) {
      try Self.read([lines[0], lines[0], lines[1]])
    }
    #expect(swapped?.message.contains("missing: row 3") == true)
  }

  @Test func `a note may be anything`() throws {
    var lines = Self.filled(["good", "good", "malicious"])
    lines[0].note = "says, \"\"=1+1\"\"\nand more"
    #expect(try Self.read(lines).malicious == [1, 0])
  }

  @Test(arguments: [
    "", "assay-audit-2 npm registry project 2026-01-02T02:00:00Z npm-1 7 1:1",
    "assay-audit-1 npm registry project 2026-01-02T02:00:00Z npm-1 7 1:2",
    "assay-audit-1 npm registry project yesterday npm-1 7 1:1",
    "assay-audit-1 npm registry project 2026-01-02T02:00:00Z npm-1 7 1:1/x",
    "assay-audit-1 npm registry project 2026-01-02T02:00:00Z npm-1 7 0:0",
  ])
  func `only a whole design is one`(_ text: String) {
    #expect(AuditDesign(text: text) == nil)
    #expect(AuditDesign(text: Self.design.text) == Self.design)
  }
}
