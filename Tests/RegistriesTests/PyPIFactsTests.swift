import Corpus
import Registries
import Testing

@Suite struct PyPIFactsTests {
  private static let project = """
    {"info":{"name":"Demo.Pkg","version":"1.1","summary":"A démo","description":"# Hello","license":"MIT",
    "keywords":"One, two,one","classifiers":["Typing :: Typed","License :: OSI Approved :: MIT License"],
    "home_page":"","project_urls":{"Home Page":"x","Homepage":"https://demo.example","Docs":"https://docs.demo.example",
    "Source Code":"https://github.com/Team/Demo_Pkg/"},"requires_dist":["Requests[socks] (>=2) ; python_version<'3'",
    "pytest ; extra == 'test'","tool @ git+https://github.com/a/b"]},"last_serial":9,
    "releases":{"1.0":[{"filename":"demo_pkg-1.0.tar.gz","packagetype":"sdist","size":10,"yanked":true,
    "upload_time":"2020-01-02T03:04:05","upload_time_iso_8601":"2020-01-02T03:04:05.678901Z"},
    {"filename":"demo_pkg-1.0-py3-none-any.whl","packagetype":"bdist_wheel","size":20,"yanked":true,
    "upload_time":"2020-01-01T00:00:00"}],"1.1":[{"filename":"demo_pkg-1.1-py3-none-any.whl",
    "packagetype":"bdist_wheel","size":30,"yanked":false,"upload_time_iso_8601":"2021-01-01T00:00:00Z"}],
    "2.0rc1":[]},"urls":[{"filename":"demo_pkg-1.1-py3-none-any.whl","packagetype":"bdist_wheel","size":30}],
    "vulnerabilities":[{"id":"A","withdrawn":null},{"id":"B","withdrawn":"2022-01-01T00:00:00Z"},{"id":"C"}],
    "ownership":{"roles":[{"role":"Owner","user":"zoe"},{"role":"Maintainer","user":"adam"},{"role":"Owner","user":"adam"}],
    "organization":null}}
    """
  private static let detail = """
    {"meta":{"api-version":"1.4"},"name":"demo-pkg","project-status":{"status":"archived"},
    "versions":["1.0","1.1","1.2"],"files":[
    {"filename":"demo_pkg-1.0.tar.gz","yanked":true,"provenance":null,"size":10},
    {"filename":"demo_pkg-1.1-py3-none-any.whl","yanked":false,"size":30,"upload-time":"2021-01-01T00:00:00Z",
    "provenance":"https://pypi.example/integrity/demo-pkg/1.1/x/provenance"},
    {"filename":"demo_pkg-1.2.tar.gz","yanked":"broken","size":7,"upload-time":"2022-05-06T07:08:09.5Z","provenance":null}]}
    """

  @Test func `a project alone fills all but status and attestation`() throws {
    let facts = try facts(.pypi, "demo-pkg", .projectJSON, Self.project)
    #expect(facts.displayName == "Demo.Pkg")
    #expect(facts.status == .active)
    #expect(facts.currentVersion == "1.1")
    #expect(facts.summaryCharacters == .present(6))
    #expect(facts.readmeCharacters == .present(7))
    #expect(facts.licence == .present("MIT"))
    #expect(facts.keywordCount == .present(2))
    #expect(facts.classifierCount == .present(2))
    #expect(facts.typeDeclarations == .present(true))
    #expect(facts.homepage == .present("https://demo.example"))
    #expect(facts.documentation == .present("https://docs.demo.example"))
    #expect(
      facts.repository
        == .present(
          RepositoryClaim(
            host: "github.com", path: "team/demo_pkg", rule: "project_urls.sourcecode")))
    #expect(facts.maintainers == .present(["adam", "zoe"]))
    #expect(facts.vulnerabilityCount == .present(2))
    #expect(facts.fileCount == .present(1))
    #expect(facts.sizeBytes == .present(30))
    #expect(facts.sourceOnly == .present(false))
    #expect(facts.deprecated == .notCollected)
    #expect(facts.installHook == .notApplicable)
    #expect(facts.downloads == .notCollected)
    #expect(facts.releases.map(\.version) == ["1.0", "1.1", "2.0rc1"])
    #expect(facts.releases.map(\.isYanked) == [true, false, false])
    #expect(facts.releases.map(\.isPrerelease) == [false, false, true])
    #expect(facts.releases[0].publishedAt?.iso8601 == "2020-01-01T00:00:00Z")
    #expect(facts.releases[2].publishedAt == nil)
    #expect(facts.releases.allSatisfy { $0.isAttested == nil && $0.publisher == nil })
  }

  @Test func `dependencies are named by their keys`() throws {
    let facts = try facts(.pypi, "demo-pkg", .projectJSON, Self.project)
    #expect(
      facts.dependencies
        == .present([
          Dependency(
            name: "requests", kind: .runtime, requirement: "[socks] (>=2) ; python_version<'3'"),
          Dependency(
            name: "tool", kind: .runtime, requirement: "@ git+https://github.com/a/b",
            isDirectURL: true),
          Dependency(name: "pytest", kind: .optional, requirement: "; extra == 'test'"),
        ]))
  }

  @Test func `both documents together know status, attestations and newer versions`() throws {
    let facts = try facts(
      .pypi, "demo-pkg", [(.projectJSON, Self.project), (.simpleDetail, Self.detail)])
    #expect(facts.status == .archived)
    #expect(facts.deprecated == .present(false))
    #expect(facts.documentDigest == "digest-project-json+digest-simple-detail")
    #expect(facts.releases.map(\.version) == ["1.0", "1.1", "1.2", "2.0rc1"])
    #expect(facts.releases.map(\.isAttested) == [false, true, false, false])
    #expect(facts.releases[2].isYanked)
    #expect(facts.releases[2].publishedAt?.iso8601 == "2022-05-06T07:08:09.500Z")
    #expect(facts.summaryCharacters == .present(6))
  }

  @Test func `the files alone still give releases`() throws {
    let facts = try facts(.pypi, "demo-pkg", .simpleDetail, Self.detail)
    #expect(facts.displayName == "demo-pkg")
    #expect(facts.currentVersion == "1.1")
    #expect(facts.fileCount == .present(1))
    #expect(facts.sourceOnly == .present(false))
    #expect(facts.releases.map(\.version) == ["1.1", "1.2", "1.0"])
    #expect(facts.releases.map(\.isAttested) == [true, false, false])
    #expect(facts.summaryCharacters == .notCollected)
    #expect(facts.maintainers == .notCollected)
    #expect(facts.repository == .notCollected)
  }

  @Test func `a quarantined project needs no other document`() throws {
    let facts = try facts(
      .pypi, "bad", .simpleDetail,
      #"{"meta":{"api-version":"1.4"},"name":"bad","project-status":{"status":"quarantined"},"versions":[],"files":[]}"#
    )
    #expect(facts.status == .quarantined)
    #expect(facts.releases.isEmpty)
    #expect(facts.currentVersion == nil)
    #expect(facts.fileCount == .notCollected)
  }

  @Test func `one unreadable document does not hide the other`() throws {
    let facts = try facts(
      .pypi, "demo-pkg", [(.projectJSON, "<html>login</html>"), (.simpleDetail, Self.detail)])
    #expect(facts.status == .archived)
    #expect(facts.documentDigest == "digest-simple-detail")
  }

  @Test func `old simple documents name versions in files only`() throws {
    let facts = try facts(
      .pypi, "zope-interface", .simpleDetail,
      """
      {"meta":{"api-version":"1.0"},"name":"zope-interface","files":[{"filename":"zope.interface-5.0.tar.gz"},
      {"filename":"zope_interface-5.0.0-cp39-cp39-win32.whl"},{"filename":"zope.interface-4.1-py2.7.egg"},
      {"filename":"ZopeInterface-3.tar.Z"},{"filename":"README"}]}
      """)
    #expect(facts.releases.map(\.version) == ["3", "4.1", "5.0"])
    #expect(facts.currentVersion == "5.0")
    #expect(facts.fileCount == .present(2))
    #expect(facts.sizeBytes == .absent)
    #expect(facts.releases.allSatisfy { $0.isAttested == nil })
  }

  @Test func `the index's own choice is made when the document lacks it`() throws {
    func current(_ versions: String) throws -> String? {
      try facts(.pypi, "x", .projectJSON, #"{"info":{"name":"x"},"releases":{\#(versions)}}"#)
        .currentVersion
    }
    #expect(try current(#""1.0":[],"2.0a1":[],"1.10":[]"#) == "1.10")
    #expect(try current(#""1.0":[{"yanked":true}],"2.0a1":[]"#) == "2.0a1")
    #expect(try current("") == nil)
  }

  @Test(arguments: [
    (
      #""project_urls":{"Tracker":"https://github.com/o/x/issues","Source":"https://github.com/o/y"}"#,
      "github.com/o/x", "project_urls.tracker"
    ),
    (
      #""project_urls":{"Code":"https://github.com/o/c","GitHub":"https://github.com/o/g"}"#,
      "github.com/o/g", "project_urls.github"
    ),
    (
      #""home_page":"https://github.com/o/h","download_url":"https://github.com/o/d""#,
      "github.com/o/h", "home_page"
    ),
    (#""download_url":"https://github.com/o/d/archive/1.zip""#, "github.com/o/d", "download_url"),
    (
      #""project_urls":{"🐛":"https://github.com/o/bug/issues"}"#, "github.com/o/bug",
      "project_urls.🐛"
    ),
    (
      #""description":"see https://github.com/o/r/issues and (https://github.com/o/r).""#,
      "github.com/o/r", "description"
    ),
  ])
  func `the strongest address is the claim`(info: String, key: String, rule: String) throws {
    let facts = try facts(
      .pypi, "x", .projectJSON, #"{"info":{"name":"x",\#(info)},"releases":{}}"#)
    #expect(facts.repository.value?.key == key)
    #expect(facts.repository.value?.rule == rule)
  }
}
