import Corpus
import Foundation
import Labels
import Testing

/// A folder of files for one test, removed afterwards.
final class Scratch {
  let path = FileManager.default.temporaryDirectory.appending(path: "labels-\(UUID())").path

  /// Writes a file below the folder and gives its path.
  func write(_ name: String, _ text: String) throws -> String {
    let url = URL(filePath: "\(path)/\(name)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
    return url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

@Suite struct LabelImportTests {
  static func osv(
    _ name: String, _ ecosystem: String = "npm", id: String = "MAL-1", scope: String = "",
    rest: String = ""
  ) -> String {
    """
    {"id":"\(id)","published":"2024-01-02T03:04:05Z","details":"text of \(name)",\
    "affected":[{"package":{"ecosystem":"\(ecosystem)","name":"\(name)"}\(scope)}]\(rest)}
    """
  }

  static let everyVersion = #"{"type":"SEMVER","events":[{"introduced":"0"}]}"#

  static let scopes: [(String, [String]?, Int)] = [
    ("", nil, 0),
    (#","versions":["2","1"]"#, ["1", "2"], 0),
    (",\"ranges\":[\(everyVersion)]", nil, 0),
    (",\"ranges\":[\(everyVersion)],\"versions\":[\"1\"]", ["1"], 1),
    (#","ranges":[{"events":[{"introduced":"1.2"},{"last_affected":"1.4"}]}]"#, ["1.2", "1.4"], 0),
  ]

  /// The TOML parser's assertion once ended the process here.
  @Test(arguments: [
    "[{}] = []", "[", "[ [", "\t[.a]", "[[\n]]", "[ü]", "a = [}", "a = [1, # x\n }]",
  ])
  func `brackets without key or value refuse the advisory`(header: String) throws {
    let scratch = Scratch()
    let text = "[advisory]\nid = \"RUSTSEC-2024-0001\"\npackage = \"demo\"\n\(header)\n"
    let path = try scratch.write("advisory.md", "```toml\n\(text)```\n\n# demo\n")
    let read = try LabelImport.read(path: path, source: nil)
    #expect(read.rejected.count == 1)
    #expect(read.claims.isEmpty)
  }

  @Test(arguments: scopes)
  func `reads which versions are meant`(_ scope: String, _ versions: [String]?, _ notes: Int) throws
  {
    let scratch = Scratch()
    let path = try scratch.write("a.json", Self.osv("x", scope: scope))
    let labels = try LabelImport.read(path: path, source: "me")
    #expect(labels.claims.map(\.versions) == [versions])
    #expect(labels.claims.map(\.source) == ["me"])
    #expect(labels.claims[0].contradictsItself == (notes > 0))
    #expect(labels.claims[0].publishedAt == UTCInstant(parsing: "2024-01-02T03:04:05Z"))
    #expect(labels.notes.count == notes)
  }

  @Test(arguments: [
    ("left-padd", "text of left-padd", LabelClaim.Kind.malicious),
    ("acme-poc", "bad", .proofOfConcept), ("epoch-lib", "bad", .malicious),
    ("bug-bounty-x", "bad", .proofOfConcept), ("bounty", "bad", .malicious),
    ("x", "A proof of concept.", .proofOfConcept), ("x", "one of a spam campaign", .spam),
    ("x", "Security researchers found a malicious package", .malicious),
  ])
  func `tags demonstrations and spam`(_ name: String, _ text: String, _ kind: LabelClaim.Kind)
    throws
  {
    let scratch = Scratch()
    let document = Self.osv(name).replacingOccurrences(of: "text of \(name)", with: text)
    let path = try scratch.write("a.json", document)
    #expect(try LabelImport.read(path: path, source: "me").claims.map(\.kind) == [kind])
  }

  @Test func `makes one claim a source and keeps withdrawals`() throws {
    let rest = """
      ,"withdrawn":"2024-02-01T00:00:00Z","database_specific":{"malicious-packages-origins":[
      {"source":"b","versions":["2"]},{"source":"a"},{"source":"b","versions":["1"]}]}
      """
    let scratch = Scratch()
    let path = try scratch.write("a.json", Self.osv("Foo_Bar", "PyPI", rest: rest))
    let claims = try LabelImport.read(path: path, source: nil).claims
    #expect(claims.map(\.source) == ["a", "b"])
    #expect(claims.map(\.versions) == [nil, ["1", "2"]])
    #expect(claims.allSatisfy { $0.package.key == "foo-bar" && $0.withdrawnAt != nil })
  }

  @Test func `a package may be called pattern.json`() throws {
    let scratch = Scratch()
    _ = try scratch.write("npm/pattern.json/MAL-1.json", Self.osv("pattern.json"))
    _ = try scratch.write("npm/b/MAL-2.json", Self.osv("b", id: "MAL-2"))
    _ = try scratch.write("npm/b/README.md", "# nothing")
    let labels = try LabelImport.read(path: scratch.path, source: nil)
    #expect(labels.documents == 2 && labels.rejected.isEmpty)
    #expect(labels.claims.map(\.package.key) == ["b", "pattern.json"])
  }

  @Test func `rejects bad lines with their place and counts other registries`() throws {
    let scratch = Scratch()
    let lines = [
      Self.osv("good"), "{", #"{"id":""}"#, Self.osv("x", "Go"), #"{"id":"M","affected":[]}"#,
      "[1]",
      #"{"id":"M","affected":[{"package":{"ecosystem":"npm","name":""}}]}"#,
    ]
    let path = try scratch.write("a.jsonl", lines.joined(separator: "\n"))
    let labels = try LabelImport.read(path: path, source: nil)
    #expect(labels.documents == 7)
    #expect(labels.claims.map(\.package.key) == ["good"])
    #expect(labels.otherEcosystems == ["Go": 1])
    #expect(labels.rejected.map(\.where) == [2, 3, 5, 6, 7].map { "\(path):\($0)" })
  }

  @Test func `reads a table`() throws {
    let scratch = Scratch()
    let path = try scratch.write(
      "a.csv",
      """
      ecosystem,name,versions,source,published,kind
      npm,"a,b",,me,2024-01-02,
      crates.io,Some-Crate,1.0;1.1,,,spam
      npm,x,,me,yesterday,malicious
      maven,x,,,,
      npm,y
      """)
    let labels = try LabelImport.read(path: path, source: "given")
    #expect(labels.claims.map(\.package.key) == ["some_crate", "a,b"])
    #expect(labels.claims.map(\.source) == ["given", "me"])
    #expect(labels.claims.map(\.kind) == [.spam, .malicious])
    #expect(labels.claims.map(\.versions) == [["1.0", "1.1"], nil])
    #expect(Set(labels.rejected.map(\.where)) == Set([4, 5, 6].map { "\(path):\($0)" }))
  }

  @Test(arguments: ["nowhere.json", "a.bin"])
  func `says what is wrong with a file`(_ name: String) throws {
    let scratch = Scratch()
    _ = try scratch.write("a.bin", "x")
    #expect(throws: LabelsError.self) {
      try LabelImport.read(path: "\(scratch.path)/\(name)", source: nil)
    }
  }
}

@Suite struct CampaignsTests {
  static func report(
    _ name: String, text: String = "bad NAME", day: String = "2024-01-01", by: [String] = ["s"],
    indicators: [String] = []
  ) -> Report {
    var report = Report(
      id: name, package: PackageID(.npm, name),
      statements: [Report.Statement(source: "s", versions: nil)])
    report.text = text.replacingOccurrences(of: "NAME", with: name)
    report.publishedAt = UTCInstant(parsing: day)
    report.reporters = by
    report.indicators = indicators
    return report
  }

  @Test func `the same words about two names are one campaign`() {
    let keys = Campaigns.assign([
      Self.report("a-1"), Self.report("b-2"), Self.report("c-3", day: "2024-01-02"),
      Self.report("d-4", by: ["t"]), Self.report("e-5", text: "worse NAME"),
    ])
    #expect(keys[0] == keys[1])
    #expect(Set(keys).count == 4)
  }

  @Test func `a name is masked as the report spells it`() throws {
    let scratch = Scratch()
    let names = ["Some_Thing", "other.One"]
    let lines = names.enumerated().map { LabelImportTests.osv($1, "PyPI", id: "MAL-\($0)") }
    let path = try scratch.write("a.jsonl", lines.joined(separator: "\n"))
    let claims = try LabelImport.read(path: path, source: "me").claims
    #expect(claims.map(\.package.key) == ["other-one", "some-thing"])
    #expect(claims[0].campaign == claims[1].campaign)
  }

  @Test func `hashes do not tell campaigns apart`() {
    let hash = String(repeating: "0a", count: 32)
    let other = String(repeating: "1b", count: 32)
    let keys = Campaigns.assign([
      Self.report("a-1", text: "NAME (\(hash))"), Self.report("b-2", text: "NAME (\(other))"),
    ])
    #expect(keys[0] == keys[1])
  }

  @Test func `one publisher is one campaign, whatever the words`() {
    var reports = [Self.report("a-1"), Self.report("b-2", text: "other"), Self.report("c-3")]
    for index in 0..<2 { reports[index].publisher = "mallory" }
    let keys = Campaigns.assign(reports)
    #expect(keys[0] == "npm/publisher/mallory" && keys[1] == keys[0] && keys[2] != keys[0])
    reports[0].explicitCampaign = "night"
    #expect(Campaigns.assign(reports)[0] == "named/night")
  }

  @Test func `equal contents join campaigns`() {
    var reports = [Self.report("a-1", text: "1"), Self.report("b-2", text: "2")]
    for index in reports.indices { reports[index].contentHashes = ["ab12"] }
    let keys = Campaigns.assign(reports)
    #expect(keys[0] == keys[1])
    #expect(Set(Campaigns.assign(reports, joiningIndicators: false)).count == 2)
  }

  @Test(arguments: [
    ("named/night", "named"), ("npm/scope/@x", "scope"), ("pypi/publisher/a/b", "publisher"),
    ("npm/text/2024-01-01|s|0a", "text"),
  ])
  func `a key says what it rests on`(_ key: String, _ type: String) {
    #expect(Campaigns.keyType(key) == type)
  }

  @Test func `copies are worth little`() {
    #expect(Campaigns.effectiveCount(sizes: [1, 1, 1, 1]) == 4)
    #expect(Campaigns.effectiveCount(sizes: [97, 1, 1, 1]) == 10_000.0 / 9412)
    #expect(Campaigns.effectiveCount(sizes: []) == 0)
  }

  @Test func `a scope is one campaign`() {
    let keys = Campaigns.assign([Self.report("@x/a"), Self.report("@x/b", text: "other")])
    #expect(keys == ["npm/scope/@x", "npm/scope/@x"])
  }

  @Test func `shared indicators join campaigns in any order`() {
    let reports = [
      Self.report("a-1", text: "1", indicators: ["http://h/x"]),
      Self.report("b-2", text: "2", indicators: ["10.0.0.1"]),
      Self.report("c-3", text: "3", indicators: ["http://h/x", "10.0.0.1"]),
      Self.report("d-4", text: "4"),
    ]
    let keys = Campaigns.assign(reports)
    #expect(keys[0] == keys[1] && keys[1] == keys[2] && keys[3] != keys[0])
    #expect(Campaigns.assign(reports.reversed()) == keys.reversed())
    #expect(Set(Campaigns.assign(reports, joiningIndicators: false)).count == 4)
  }
}

@Suite struct BaseRateImportTests {
  static let header = "ecosystem,population,unit,low,mid,high,malicious,reviewed,source,as_of\n"

  @Test func `reads rates`() throws {
    let scratch = Scratch()
    let path = try scratch.write(
      "r.csv", Self.header + "npm,flow,release,0.0004,0.00099,0.002,95,96287,week,2021-08-04\n")
    let row = try #require(try BaseRateImport.read(path: path).rows.first)
    #expect(row.ecosystem == .npm && row.population == "arrivals" && row.mid == 0.00099)
    #expect(row.malicious == 95 && row.reviewed == 96_287 && row.method == nil && row.hasLimits)
    #expect(row.asOf == UTCInstant(parsing: "2021-08-04"))
  }

  @Test(
    arguments: [
      ("0.1,0.2,0.3,5,50", "audit", nil), ("0.1,0.2,0.3,,", "audit", "an audit needs"),
      (",,,5,50", "audit", "an audit needs"), (",,,5,50", "window", nil), (",,,5,50", "", nil),
      (",0.1,,5,50", "window", "has no low"), (",,,,", "", "has no low"),
      (",,,0,0", "window", "has no low"), ("0.1,,0.3,,", "elicited", nil),
      ("0.1,,,,", "elicited", "5 and 95 % points"), ("0.1,,0.3,5,50", "elicited", "counts nothing"),
      ("0.1,0.2,0.3,60,50", "window", "do not fit"), ("0.1,0.2,0.3,5,", "window", "do not fit"),
      ("0.1,0.2,0.3,,", "hearsay", "method"),
    ] as [(String, String, String?)])
  func `each method needs its own figures`(
    _ figures: String, _ method: String, _ fault: String?
  ) throws {
    let scratch = Scratch()
    let path = try scratch.write(
      "r.csv",
      "ecosystem,population,unit,low,mid,high,malicious,reviewed,source,as_of,method\n"
        + "npm,stock,project,\(figures),s,2024-01-01,\(method)\n")
    guard let fault else {
      #expect(try BaseRateImport.read(path: path).rows.map(\.population) == ["registry"])
      return
    }
    let error = #expect(throws: LabelsError.self) { try BaseRateImport.read(path: path) }
    #expect(error?.message.contains(":2 ") == true && error?.message.contains(fault) == true)
  }

  @Test(arguments: [
    ("gems,registry,project,0.1,0.2,0.3,,,s,2024-01-01", "ecosystem"),
    ("npm,world,project,0.1,0.2,0.3,,,s,2024-01-01", "population"),
    ("npm,registry,crate,0.1,0.2,0.3,,,s,2024-01-01", "unit"),
    ("npm,registry,project,0,0.2,0.3,,,s,2024-01-01", "low"),
    ("npm,registry,project,0.1,0.2,1,,,s,2024-01-01", "high"),
    ("npm,registry,project,0.1,nan,0.3,,,s,2024-01-01", "mid"),
    ("npm,registry,project,0.3,0.2,0.4,,,s,2024-01-01", "low <= mid <= high"),
    ("npm,registry,project,0.1,0.2,0.3,-1,,s,2024-01-01", "malicious"),
    ("npm,registry,project,0.1,0.2,0.3,,,,2024-01-01", "source"),
    ("npm,registry,project,0.1,0.2,0.3,,,s,soon", "as_of"),
    ("npm,registry", "fields"),
  ])
  func `refuses a bad row with line and reason`(_ row: String, _ word: String) throws {
    let scratch = Scratch()
    let path = try scratch.write("r.csv", Self.header + row)
    let error = #expect(throws: LabelsError.self) { try BaseRateImport.read(path: path) }
    #expect(error?.message.contains(":2 ") == true && error?.message.contains(word) == true)
  }

  @Test func `names a missing column`() throws {
    let scratch = Scratch()
    let path = try scratch.write("r.csv", "ecosystem,low\nnpm,0.1")
    let error = #expect(throws: LabelsError.self) { try BaseRateImport.read(path: path) }
    #expect(error?.code == .badHeader)
  }
}
