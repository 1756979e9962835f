import Corpus
import Registries
import Testing

/// Protocols, section 1.10, one test an item.
@Suite struct PyPIBadInputTests {
  private func decode(info: String = "", rest: String = #","releases":{}"#) throws -> PackageFacts {
    let extra = info.isEmpty ? "" : ",\(info)"
    return try facts(.pypi, "x", .projectJSON, #"{"info":{"name":"x"\#(extra)}\#(rest)}"#)
  }

  @Test(arguments: ["null", #""""#, #"" \n""#, #""UNKNOWN""#, "[]", "{}", "7"])
  func `1 empty texts and UNKNOWN are absent`(value: String) throws {
    let facts = try decode(
      info:
        #""summary":\#(value),"license":\#(value),"home_page":\#(value),"keywords":\#(value),"description":\#(value)"#
    )
    #expect(facts.summaryCharacters == .absent)
    #expect(facts.readmeCharacters == .absent)
    #expect(facts.licence == .absent)
    #expect(facts.homepage == .absent)
    #expect(facts.keywordCount == .absent)
  }

  @Test(arguments: [
    "null", "[]", #"{"Homepage":null,"Docs":"  ","Source":"not a url","🏠":7}"#,
    #""https://a.example""#,
  ])
  func `2 unusable project addresses are absent`(urls: String) throws {
    let facts = try decode(info: #""project_urls":\#(urls)"#)
    #expect(facts.homepage == .absent)
    #expect(facts.documentation == .absent)
    #expect(facts.repository == .absent)
  }

  @Test func `3 a whole licence text gives way to classifiers`() throws {
    let text = String(repeating: "Permission is hereby granted. ", count: 9)
    let classifiers =
      #""classifiers":["License :: OSI Approved","License :: OSI Approved :: BSD License"]"#
    #expect(
      try decode(info: #""license":"\#(text)",\#(classifiers)"#).licence == .present("BSD License"))
    #expect(
      try decode(info: #""license":"MIT\nLicense",\#(classifiers)"#).licence
        == .present("BSD License"))
    #expect(try decode(info: #""license":"\#(text)""#).licence == .absent)
    #expect(
      try decode(info: #""license":"x","license_expression":"MIT OR Apache-2.0""#).licence
        == .present("MIT OR Apache-2.0"))
  }

  @Test func `4 releases without files and odd versions are kept`() throws {
    let facts = try decode(
      rest: #","releases":{"2004d":[],"dev-r123":[],"1.0-final-x":null,"1.0":[],"1.0.0":[]}"#)
    #expect(facts.releases.map(\.version) == ["1.0", "1.0-final-x", "1.0.0", "2004d", "dev-r123"])
    #expect(facts.releases.allSatisfy { $0.publishedAt == nil && !$0.isYanked })
  }

  @Test func `5 requirements that cannot be read are skipped`() throws {
    let facts = try decode(
      info:
        #""requires_dist":["","(>=1)",null,7,"-x","a>=1.*,<2","b; extra=='c'","A"],"requires_python":">>3""#
    )
    #expect(facts.dependencies.value?.map(\.name) == ["a", "b"])
    #expect(facts.dependencies.value?.map(\.kind) == [.runtime, .optional])
    #expect(try decode(info: #""requires_dist":null"#).dependencies == .absent)
    #expect(try decode(info: #""requires_dist":[]"#).dependencies == .present([]))
  }

  @Test func `6 authors in any form do no harm`() throws {
    let facts = try decode(
      info: #""author_email":"foo at bar, =?utf-8?q?x?=","author":null,"maintainer":[1]"#)
    #expect(facts.maintainers == .notCollected)
  }

  @Test func `7 descriptions of any size are counted in scalars`() throws {
    let megabyte = String(repeating: "é\u{202E}", count: 500_000)
    #expect(
      try decode(info: #""description":"\#(megabyte)","description_content_type":null"#)
        .readmeCharacters == .present(1_000_000))
  }

  @Test func `8 keywords that look like a list are counted`() throws {
    #expect(try decode(info: #""keywords":"['a','b']""#).keywordCount == .present(2))
    #expect(try decode(info: #""keywords":"a b;c""#).keywordCount == .present(2))
    #expect(try decode(info: #""keywords":"a b c""#).keywordCount == .present(3))
    #expect(try decode(info: #""keywords":["a","B","b"]"#).keywordCount == .present(2))
    let many = (0..<1000).map(String.init).joined(separator: ",")
    #expect(
      try decode(info: #""keywords":"\#(many)","classifiers":["Unknown :: Thing",7]"#).keywordCount
        == .present(256))
  }

  @Test func `9 odd file names and dead kinds are files`() throws {
    let facts = try decode(
      info: #""version":"1""#,
      rest:
        #","releases":{"1":[{"filename":"other-1.TAR.GZ"},{"filename":"x-1.win32.exe","packagetype":"bdist_wininst"},{}]}"#
    )
    #expect(facts.fileCount == .present(3))
    #expect(facts.sourceOnly == .present(false))
    #expect(facts.sizeBytes == .absent)
  }

  @Test func `10 the requested name is the identity`() throws {
    let facts = try facts(
      .pypi, "My_Pkg", .projectJSON, #"{"info":{"name":"Old.Name"},"releases":{}}"#)
    #expect(facts.package.key == "my-pkg")
    #expect(facts.displayName == "Old.Name")
  }

  @Test func `11 an empty reason still yanks`() throws {
    let facts = try facts(
      .pypi, "x", .simpleDetail,
      #"{"name":"x","versions":["1"],"files":[{"filename":"x-1.tar.gz","yanked":""}]}"#)
    #expect(facts.releases.map(\.isYanked) == [true])
    #expect(facts.currentVersion == "1")
  }

  @Test func `11 a project yanked as a whole still has its releases`() throws {
    let facts = try decode(
      info: #""version":"2","yanked":true,"yanked_reason":"""#,
      rest:
        #","releases":{"1":[{"yanked":true,"yanked_reason":null}],"2":[{"yanked":true},{"yanked":true}]}"#
    )
    #expect(facts.releases.map(\.isYanked) == [true, true])
    #expect(facts.currentVersion == "2" && facts.status == .active)
  }

  @Test(arguments: [
    #"{"message":"Not Found"}"#, "{}", "[]", "null", "", "<!DOCTYPE html>", "{", "\u{FEFF}",
  ])
  func `12 answers without a project are reasons`(text: String) {
    #expect(throws: DocumentError.self) { try facts(.pypi, "x", .projectJSON, text) }
    #expect(throws: DocumentError.self) { try facts(.pypi, "x", .simpleDetail, text) }
  }

  @Test func `13 withdrawn reports do not count`() throws {
    let facts = try decode(
      rest:
        #","vulnerabilities":[{"withdrawn":"2020-01-01T00:00:00Z"},{"fixed_in":[],"summary":null}]"#
    )
    #expect(facts.vulnerabilityCount == .present(1))
    #expect(try decode().vulnerabilityCount == .notCollected)
    #expect(try decode(rest: #","vulnerabilities":[]"#).vulnerabilityCount == .present(0))
  }

  @Test func `14 control characters, lone surrogates and huge numbers are survived`() throws {
    let facts = try decode(
      info: "\"summary\":\"a\u{01}\\ud800b\",\"author\":\"Ünï\"",
      rest: #","releases":{},"last_serial":123456789012345678901234567890"#)
    #expect(facts.summaryCharacters == .present(4))
  }

  @Test(arguments: [
    ("1994-12-31T23:59:59Z", nil), ("1970-01-01T00:00:00Z", nil), ("2026-11-27T00:00:00Z", nil),
    ("2026-11-25T23:00:00Z", "2026-11-25T23:00:00Z"), ("2020-02-30T00:00:00Z", nil),
    ("nonsense", nil),
    ("2020-01-01T00:00:00+00:00", "2020-01-01T00:00:00Z"),
    ("2020-01-01 00:00:00", "2020-01-01T00:00:00Z"),
    ("2020-01-01T00:00:00.1Z", "2020-01-01T00:00:00.100Z"),
    ("2020-01-01T00:00:00.12Z", "2020-01-01T00:00:00.120Z"),
    ("2020-01-01T00:00:00.123456789Z", "2020-01-01T00:00:00.123Z"), ("2020-01-01T00:00:00.Z", nil),
    ("2020-01-01T00:00:00", "2020-01-01T00:00:00Z"), ("2020-01-01T24:00:00Z", nil),
    ("2020-01-01 00:00:00.25+00", "2020-01-01T00:00:00.250Z"),
    ("2020-01-01T02:00:00.5+02:00", "2020-01-01T00:00:00.500Z"), ("2020-01-01T00:00:00Zx", nil),
  ])
  func `times no registry can have set are nil`(text: String, expected: String?) throws {
    let facts = try decode(rest: #","releases":{"1":[{"upload_time_iso_8601":"\#(text)"}]}"#)
    #expect(facts.releases[0].publishedAt?.iso8601 == expected)
  }
}
