import Corpus
import Registries
import Testing

@Suite struct NpmFactsTests {
  private static let full = """
    {"_id":"demo","_rev":"3-a","name":"demo","description":"top","dist-tags":{"latest":"1.1.0"},
    "readme":"# Demo","maintainers":[{"name":"zoe","email":"z@e"},{"name":"adam"},"eve <e@e>",{"name":"adam"}],
    "time":{"created":"2020-01-01T00:00:00.000Z","modified":"2021-01-01T00:00:00.000Z","1.0.0":"2020-01-01T00:00:00.000Z",
    "1.0.1":"2020-02-01T00:00:00.000Z","1.1.0":"2020-03-01T00:00:00.000Z","2.0.0-beta.1":"2020-04-01T00:00:00.000Z"},
    "versions":{"1.0.0":{"name":"demo","version":"1.0.0","_npmUser":{"name":"zoe"},"dist":{"tarball":"x"}},
    "1.1.0":{"_id":"demo@1.1.0","description":"Demo ✓","license":"MIT","keywords":["A","a","b"],"homepage":"https://demo.example",
    "repository":{"type":"git","url":"git+https://github.com/Team/Demo.git","directory":"packages/demo"},
    "scripts":{"postinstall":"node x.js"},"types":"index.d.ts","deprecated":"use other",
    "dependencies":{"b":"^1","a":"npm:@s/real@^2","opt":"1","g":"git+ssh://git@github.com/x/y.git"},
    "optionalDependencies":{"opt":"1"},"peerDependencies":{"p":"*"},"devDependencies":{"d":"owner/name"},
    "_npmUser":{"name":"GitHub Actions","email":"x","trustedPublisher":{"id":"github"}},
    "dist":{"fileCount":12,"unpackedSize":3456,"attestations":{"url":"u","provenance":{"predicateType":"t"}}}},
    "2.0.0-beta.1":{"_npmUser":"zoe <z@e>"}}}
    """

  @Test func `a full packument fills every fact npm has`() throws {
    let facts = try facts(.npm, "demo", .packument, Self.full)
    #expect(facts.status == .active)
    #expect(facts.currentVersion == "1.1.0")
    #expect(facts.summaryCharacters == .present(6))
    #expect(facts.readmeCharacters == .present(6))
    #expect(facts.licence == .present("MIT"))
    #expect(facts.keywordCount == .present(2))
    #expect(facts.homepage == .present("https://demo.example"))
    #expect(
      facts.repository
        == .present(
          RepositoryClaim(
            host: "github.com", path: "team/demo", subdirectory: "packages/demo", rule: "repository"
          )))
    #expect(facts.maintainers == .present(["adam", "eve", "zoe"]))
    #expect(facts.deprecated == .present(true))
    #expect(facts.installHook == .present(true))
    #expect(facts.typeDeclarations == .present(true))
    #expect(facts.fileCount == .present(12))
    #expect(facts.sizeBytes == .present(3456))
    #expect(facts.classifierCount == .notApplicable)
    #expect(facts.documentation == .notApplicable)
    #expect(facts.sourceOnly == .notApplicable)
    #expect(facts.vulnerabilityCount == .notApplicable)
    #expect(facts.downloads == .notCollected)
  }

  @Test func `releases know publisher, removal and attestation`() throws {
    let releases = try facts(.npm, "demo", .packument, Self.full).releases
    #expect(releases.map(\.version) == ["1.0.0", "1.0.1", "1.1.0", "2.0.0-beta.1"])
    #expect(releases.map(\.publisher) == ["zoe", nil, "GitHub Actions", "zoe"])
    #expect(releases.map(\.isRemoved) == [false, true, false, false])
    #expect(releases.map(\.isAttested) == [false, nil, true, nil])
    #expect(releases.map(\.isPrerelease) == [false, false, false, true])
    #expect(releases[1].publishedAt?.iso8601 == "2020-02-01T00:00:00Z")
  }

  @Test func `dependencies are classified`() throws {
    let dependencies = try facts(.npm, "demo", .packument, Self.full).dependencies.value
    #expect(
      dependencies == [
        Dependency(name: "@s/real", kind: .runtime, requirement: "npm:@s/real@^2"),
        Dependency(name: "b", kind: .runtime, requirement: "^1"),
        Dependency(
          name: "g", kind: .runtime, requirement: "git+ssh://git@github.com/x/y.git",
          isDirectURL: true),
        Dependency(name: "opt", kind: .optional, requirement: "1"),
        Dependency(name: "p", kind: .peer, requirement: "*"),
        Dependency(name: "d", kind: .development, requirement: "owner/name", isDirectURL: true),
      ])
  }

  @Test func `the install format leaves metadata uncollected`() throws {
    let facts = try facts(
      .npm, "demo", .packument,
      """
      {"name":"demo","modified":"2021-01-01T00:00:00.000Z","dist-tags":{"latest":"1.0.0"},"versions":{"1.0.0":
      {"name":"demo","version":"1.0.0","hasInstallScript":true,"dependencies":{"a":"1"},"dist":{"fileCount":1}}}}
      """)
    #expect(facts.summaryCharacters == .notCollected)
    #expect(facts.maintainers == .notCollected)
    #expect(facts.repository == .notCollected)
    #expect(facts.typeDeclarations == .notCollected)
    #expect(facts.installHook == .present(true))
    #expect(facts.dependencies.value?.map(\.name) == ["a"])
    #expect(facts.releases.map(\.publishedAt) == [nil])
  }

  @Test func `an unpublished package keeps its versions as removed`() throws {
    let facts = try facts(
      .npm, "gone", .packument,
      """
      {"_id":"gone","name":"gone","time":{"created":"2020-01-01T00:00:00.000Z","1.0.0":"2020-01-01T00:00:00.000Z",
      "modified":"2020-01-03T00:00:00.000Z","unpublished":{"time":"2020-01-03T00:00:00.000Z","versions":["1.0.0","1.0.1"]}}}
      """)
    #expect(facts.status == .unpublished)
    #expect(facts.currentVersion == nil)
    #expect(facts.releases.map(\.version) == ["1.0.0", "1.0.1"])
    #expect(facts.releases.allSatisfy { $0.isRemoved })
    #expect(facts.summaryCharacters == .absent)
    #expect(facts.maintainers == .absent)
    #expect(facts.installHook == .absent)
  }

  @Test(arguments: [
    (#""0.0.1-security""#, #""description":"security holding package""#, PackageStatus.holder),
    (#""0.0.1-security.0""#, #""repository":"npm/security-holder""#, .holder),
    (#""0.0.1-security""#, #""description":"my own""#, .active),
    (#""1.0.0""#, #""description":"security holding package""#, .active),
  ])
  func `the registry's placeholder is known by version and text`(
    version: String, field: String, status: PackageStatus
  ) throws {
    let facts = try facts(
      .npm, "x", .packument,
      #"{"name":"x","dist-tags":{"latest":\#(version)},"time":{},"versions":{\#(version):{\#(field)}}}"#
    )
    #expect(facts.status == status)
    #expect(facts.repository == .absent)
  }

  @Test(arguments: [
    ("https://x.example/a.tgz", true), ("git://github.com/a/b", true), ("git@github.com:a/b", true),
    ("file:../x", true), ("link:x", true), ("workspace:*", true), ("a/b#c", true),
    ("github:a/b", true),
    ("./x", true), ("x.tgz", true), ("npm:x@1", false), ("^1.2 || >=3 <4", false), ("", false),
    ("*", false),
    ("latest", false), ("1.2.3 - 2", false),
  ])
  func `requirements from elsewhere are marked`(requirement: String, isDirect: Bool) throws {
    let facts = try facts(
      .npm, "x", .packument,
      #"{"name":"x","time":{},"versions":{"1.0.0":{"dependencies":{"y":"\#(requirement)"}}}}"#)
    #expect(facts.dependencies.value?.map(\.isDirectURL) == [isDirect])
  }

  @Test func `types may stand among the exports`() throws {
    func types(_ manifest: String, name: String = "x") throws -> Bool? {
      try facts(
        .npm, name, .packument, #"{"name":"x","time":{},"versions":{"1.0.0":\#(manifest)}}"#
      )
      .typeDeclarations.value
    }
    #expect(try types(#"{"exports":{".":[{"import":{"types":"./a.d.ts"}}]}}"#) == true)
    #expect(try types(#"{"typings":"a.d.ts"}"#) == true)
    #expect(try types("{}", name: "@types/x") == true)
    #expect(try types(#"{"exports":"./a.js","types":""}"#) == false)
  }

  @Test func `giants are read in linear time`() throws {
    let count = 40_000
    let versions = (0..<count).map { #""1.0.\#($0)":{"_npmUser":{"name":"bot"}}"# }.joined(
      separator: ",")
    let times = (0..<count).map { #""1.0.\#($0)":"2020-01-01T00:00:00.000Z""# }.joined(
      separator: ",")
    let facts = try facts(
      .npm, "x", .packument, #"{"name":"x","versions":{\#(versions)},"time":{\#(times)}}"#)
    #expect(facts.releases.count == count)
    #expect(facts.currentVersion == "1.0.39999")
    #expect(facts.releases.allSatisfy { $0.publishedAt != nil && $0.publisher == "bot" })
  }

  @Test func `more versions than the cap are a reason`() {
    let versions = (0...FactsDecoder.maximumVersions).map { #""1.0.\#($0)":{}"# }.joined(
      separator: ",")
    #expect {
      try facts(.npm, "x", .packument, #"{"name":"x","versions":{\#(versions)}}"#)
    } throws: { ($0 as? DocumentError)?.reason.contains("cap of 100000") == true }
  }
}
