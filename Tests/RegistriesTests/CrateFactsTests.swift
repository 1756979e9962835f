import Corpus
import Registries
import Testing

@Suite struct CrateFactsTests {
  private static let index = """
    {"name":"Demo-Crate","vers":"0.1.0","deps":[],"cksum":"","features":{},"yanked":false}
    {"name":"Demo-Crate","vers":"0.2.0","deps":[{"name":"alias","package":"real-name","req":"^1","optional":false,"kind":"normal"},{"name":"b","req":"*","optional":true,"kind":null},{"name":"cc","req":"1","kind":"build"},{"name":"t","req":"1","kind":"dev"},{"name":"far","req":"1","kind":"normal","registry":"https://else.example"}],"cksum":"","features":{},"yanked":false,"pubtime":"2024-05-06T07:08:09Z","links":"z","v":2}
    {"name":"Demo-Crate","vers":"0.3.0","deps":[],"cksum":"","features":{},"yanked":true}
    {"name":"Demo-Crate","vers":"1.0.0-rc.1","deps":[],"cksum":"","features":{},"yanked":false}
    """

  private static let row: CrateDumpRow = {
    var row = CrateDumpRow(
      id: 7, name: "Demo-Crate", snapshotAt: UTCInstant(parsing: "2024-06-01")!)
    row.description = "A crate ✓"
    row.homepage = "https://demo.example"
    row.repository = "https://github.com/Team/Demo"
    row.readmeCharacters = 0
    row.keywordCount = 3
    row.categoryCount = 0
    row.downloads = 99
    row.owners = ["adam", "github:team:core"]
    row.versions = [
      CrateDumpVersion(
        number: "0.2.0", createdAt: UTCInstant(parsing: "2024-05-06"), licence: "MIT/Apache-2.0",
        publisher: "adam", sizeBytes: 4096),
      CrateDumpVersion(
        number: "0.1.0", createdAt: UTCInstant(parsing: "2023-01-01"), publisher: "zoe"),
      CrateDumpVersion(
        number: "0.0.9", createdAt: UTCInstant(parsing: "2022-01-01"), isYanked: true),
    ]
    return row
  }()

  @Test func `the index alone gives versions and dependencies`() throws {
    let facts = try facts(.crates, "demo_crate", .indexFile, Self.index)
    #expect(facts.displayName == "Demo-Crate")
    #expect(facts.currentVersion == "0.2.0")
    #expect(facts.releases.map(\.version) == ["0.2.0", "0.1.0", "0.3.0", "1.0.0-rc.1"])
    #expect(facts.releases.map(\.isYanked) == [false, false, true, false])
    #expect(facts.releases.map(\.isPrerelease) == [false, false, false, true])
    #expect(facts.releases[0].publishedAt?.iso8601 == "2024-05-06T07:08:09Z")
    #expect(
      facts.dependencies
        == .present([
          Dependency(name: "far", kind: .runtime, requirement: "1", isDirectURL: true),
          Dependency(name: "real_name", kind: .runtime, requirement: "^1"),
          Dependency(name: "b", kind: .optional, requirement: "*"),
          Dependency(name: "cc", kind: .build, requirement: "1"),
          Dependency(name: "t", kind: .development, requirement: "1"),
        ]))
    #expect(facts.installHook == .present(true))
    #expect(facts.maintainers == .notCollected)
    #expect(facts.downloads == .notCollected)
    #expect(facts.deprecated == .notApplicable)
    #expect(facts.typeDeclarations == .notApplicable)
  }

  @Test func `the dump adds times, accounts and texts`() throws {
    let facts = try facts(.crates, "demo-crate", [(.indexFile, Self.index)], dump: Self.row)
    #expect(facts.releases.map(\.version) == ["0.0.9", "0.1.0", "0.2.0", "0.3.0", "1.0.0-rc.1"])
    #expect(facts.releases.map(\.publisher) == [nil, "zoe", "adam", nil, nil])
    #expect(facts.releases.map(\.isRemoved) == [true, false, false, false, false])
    #expect(facts.summaryCharacters == .present(9))
    #expect(facts.readmeCharacters == .absent)
    #expect(facts.keywordCount == .present(3))
    #expect(facts.classifierCount == .absent)
    #expect(facts.licence == .present("MIT OR Apache-2.0"))
    #expect(facts.homepage == .present("https://demo.example"))
    #expect(facts.documentation == .absent)
    #expect(facts.repository.value?.key == "github.com/team/demo")
    #expect(facts.maintainers == .present(["adam", "github:team:core"]))
    #expect(facts.downloads == .present(99))
    #expect(facts.sizeBytes == .present(4096))
  }

  @Test func `the dump alone gives facts without dependencies`() throws {
    let facts = try facts(.crates, "demo-crate", [], dump: Self.row)
    #expect(facts.observedAt.iso8601 == "2024-06-01T00:00:00Z")
    #expect(facts.currentVersion == "0.2.0")
    #expect(facts.releases.allSatisfy { !$0.isRemoved })
    #expect(facts.dependencies == .notCollected)
    #expect(facts.installHook == .notCollected)
  }
}

/// Protocols, sections 3.2 and 3.9.
@Suite struct CratesBadInputTests {
  private func line(_ version: String, _ extra: String = "") -> String {
    #"{"name":"x","vers":"\#(version)","deps":[],"yanked":null\#(extra)}"#
  }

  @Test func `numbers that are not strictly semver are kept and ordered`() throws {
    let text = ["0.0.1-001", "0.3.0-alpha.01", "0.3.0-alpha.00", "odd"].map { line($0) }.joined(
      separator: "\n")
    let facts = try facts(.crates, "x", .indexFile, text)
    #expect(
      facts.releases.map(\.version) == ["0.0.1-001", "0.3.0-alpha.00", "0.3.0-alpha.01", "odd"])
    #expect(facts.currentVersion == "0.3.0-alpha.01")
  }

  @Test func `repeated lines count once, the last one`() throws {
    let text = [line("1.0.0"), line("1.0.0"), line("1.0.0", #","yanked":true"#)].joined(
      separator: "\r\n")
    let facts = try facts(.crates, "x", .indexFile, text)
    #expect(facts.releases.map(\.version) == ["1.0.0"])
    #expect(facts.releases.map(\.isYanked) == [true])
    #expect(facts.currentVersion == "1.0.0")
  }

  @Test func `lines of an unknown format, another crate or no JSON are skipped`() throws {
    let text = [
      line("1.0.0"), line("2.0.0", #","v":3"#), #"{"name":"y","vers":"3.0.0"}"#, "{broken", "",
      "[]",
      #"{"name":"x"}"#, line("1.1.0", #","deps":null,"pubtime":null"#),
    ].joined(separator: "\n")
    let facts = try facts(.crates, "x", .indexFile, text)
    #expect(facts.releases.map(\.version) == ["1.0.0", "1.1.0"])
    #expect(facts.dependencies == .present([]))
    #expect(facts.installHook == .present(false))
  }

  @Test(arguments: [
    "", "\n\n", "{}", "<Error><Code>AccessDenied</Code></Error>", "nothing",
    #"{"name":"y","vers":"1.0.0"}"#,
  ])
  func `a file without one usable line is a reason`(text: String) {
    #expect {
      try facts(.crates, "x", .indexFile, text)
    } throws: { ($0 as? DocumentError)?.reason.hasPrefix("index-file: ") == true }
    #expect(throws: DocumentError.self) { try facts(.crates, "x", []) }
  }

  @Test(arguments: [nil, "", "see my blog", "http://localhost/x", "git@", "   "])
  func `old repository texts are absent`(repository: String?) throws {
    var row = CrateDumpRow(id: 1, name: "x", snapshotAt: Fixtures.observedAt)
    row.repository = repository
    row.homepage = repository
    row.versions = [CrateDumpVersion(number: "1.0.0", licence: nil)]
    let facts = try facts(.crates, "x", [], dump: row)
    #expect(facts.repository == .absent)
    #expect(facts.homepage == .absent)
    #expect(facts.licence == .absent)
    #expect(facts.sizeBytes == .absent)
    #expect(facts.maintainers == .notCollected)
    #expect(facts.readmeCharacters == .notCollected)
  }
}
