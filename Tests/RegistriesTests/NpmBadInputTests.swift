import Corpus
import Registries
import Testing

/// Protocols, section 2.10, one test an item.
@Suite struct NpmBadInputTests {
  /// A packument with one version 1.0.0 whose manifest is given.
  private func decode(manifest: String = "{}", top: String = "") throws -> PackageFacts {
    try decode(versions: #"{"1.0.0":\#(manifest)}"#, top: top)
  }

  private func decode(versions: String, top: String = "") throws -> PackageFacts {
    let extra = top.isEmpty ? "" : ",\(top)"
    return try facts(
      .npm, "x", .packument, #"{"_id":"x","name":"x","versions":\#(versions)\#(extra)}"#)
  }

  @Test(arguments: [
    "", #""ctime":"2011-01-01T00:00:00Z","mtime":"2011-01-01T00:00:00Z""#, #""time":{}"#,
    #""time":null"#,
    #""time":{"1.0.0":""}"#, #""time":{"1.0.0":7}"#,
    #""time":{"created":"2011-01-01T00:00:00Z","note":"x"}"#,
  ])
  func `1 missing times are unknown, never the epoch`(top: String) throws {
    let facts = try decode(top: top)
    #expect(facts.releases.map(\.version) == ["1.0.0"])
    #expect(facts.releases.map(\.publishedAt) == [nil])
  }

  @Test func `1 times without zone are UTC`() throws {
    let facts = try decode(top: #""time":{"1.0.0":"2011-01-01T02:03:04"}"#)
    #expect(facts.releases[0].publishedAt?.iso8601 == "2011-01-01T02:03:04Z")
  }

  @Test(arguments: [
    (
      #"{"unpublished":{"name":"joe","time":"2015-01-01T00:00:00Z","tags":{"latest":"1.0.0"},"versions":["1.0.0"]}}"#,
      1
    ),
    (#"{"unpublished":{}}"#, 0), (#"{"unpublished":null,"1.0.0":"2015-01-01T00:00:00Z"}"#, 1),
  ])
  func `2 the removal mark has any form`(time: String, removed: Int) throws {
    let facts = try decode(versions: "{}", top: #""time":\#(time)"#)
    #expect(facts.status == .unpublished)
    #expect(facts.releases.count == removed)
  }

  @Test func `3 version keys stay as they are`() throws {
    let facts = try decode(
      versions:
        #"{"v1.0.0":{"version":"1.0.0"},"=1.0":{},"01.2.3":{},"1.0.1000000000000000000":{},"1.0.0":null,"2.0.0":[]}"#
    )
    #expect(
      facts.releases.map(\.version) == ["01.2.3", "1.0.1000000000000000000", "=1.0", "v1.0.0"])
    #expect(facts.currentVersion == "01.2.3")
    #expect(try decode(versions: "{}").releases.isEmpty)
    #expect(try decode(versions: "{}").status == .active)
  }

  @Test func `3 repeated keys count once, the last one`() throws {
    let facts = try decode(
      versions: #"{"1.0.0":{"_npmUser":{"name":"a"}},"1.0.0":{"_npmUser":{"name":"b"}}}"#)
    #expect(facts.releases.map(\.publisher) == ["b"])
    // NFC and NFD spellings are two keys.
    #expect(try decode(versions: "{\"1.0.0-\u{E9}\":{},\"1.0.0-e\u{301}\":{}}").releases.count == 2)
  }

  @Test(arguments: [
    "", #""dist-tags":null"#, #""dist-tags":[]"#, #""dist-tags":{"latest":"9.9.9"}"#,
    #""dist-tags":{"latest":"0.6"}"#, #""dist-tags":{"latest":null}"#,
    #""dist-tags":{"next":"2.0.0-rc.1"}"#,
  ])
  func `4 without a usable tag the highest stable version is current`(top: String) throws {
    let facts = try decode(
      versions: #"{"1.0.0":{},"1.10.0":{},"1.9.0":{},"2.0.0-rc.1":{}}"#, top: top)
    #expect(facts.currentVersion == "1.10.0")
  }

  @Test func `4 the tag wins over a higher version`() throws {
    let facts = try decode(
      versions: #"{"1.0.0":{},"2.0.0":{}}"#, top: #""dist-tags":{"latest":"1.0.0"}"#)
    #expect(facts.currentVersion == "1.0.0")
  }

  @Test(arguments: [
    #""o/r""#, #"{"type":"git","url":"https://github.com/o/r"}"#,
    #"[null,{"url":null},{"url":"https://github.com/o/r"}]"#,
    #"{"url":{"url":"git://github.com/o/r.git"}}"#,
  ])
  func `5 the first usable repository counts`(value: String) throws {
    let expected = RepositoryClaim(host: "github.com", path: "o/r", rule: "repository")
    #expect(try decode(manifest: #"{"repository":\#(value)}"#).repository == .present(expected))
    #expect(try decode(top: #""repository":\#(value)"#).repository == .present(expected))
    #expect(try decode(manifest: #"{"repositories":[\#(value)]}"#).repository != .notCollected)
  }

  @Test(arguments: [
    #"{"url":null}"#, #"{"type":"git"}"#, #""""#,
    #""my code is <a href='https://github.com/o/r'>here</a>""#, "7", "[]",
  ])
  func `5 an unusable repository falls back to bugs and homepage`(value: String) throws {
    #expect(try decode(manifest: #"{"repository":\#(value)}"#).repository == .absent)
    let bugs = #"{"repository":\#(value),"bugs":{"url":"https://github.com/o/r/issues"}}"#
    #expect(try decode(manifest: bugs).repository.value?.rule == "bugs")
    let home = #"{"repository":\#(value),"homepage":"https://github.com/o/r#readme"}"#
    #expect(try decode(manifest: home).repository.value?.rule == "homepage")
  }

  @Test(arguments: [
    (#""license":"MIT""#, "MIT"), (#""license":{"type":"BSD","url":"u"}"#, "BSD"),
    (#""licenses":[{"type":"MIT"},{"type":"GPL"}]"#, "MIT OR GPL"),
    (#""license":["MIT",null,"ISC"]"#, "MIT OR ISC"),
    (#""licence":"Apache-2.0""#, "Apache-2.0"), (#""license":true"#, nil), (#""license":"""#, nil),
    (#""license":"SEE LICENSE IN x""#, "SEE LICENSE IN x"),
    (#""license":"UNLICENSED""#, "UNLICENSED"),
    (#""license":"(MIT OR Apache-2.0)""#, "(MIT OR Apache-2.0)"), (#""license":"a\nb""#, nil),
  ])
  func `6 licences in any form`(field: String, expected: String?) throws {
    #expect(try decode(manifest: "{\(field)}").licence.value == expected)
    #expect(
      try decode(manifest: "{\(field)}").licence.state == (expected == nil ? .absent : .present))
  }

  @Test func `7 people in any form`() throws {
    func names(_ value: String) throws -> [String]? {
      try decode(top: #""maintainers":\#(value)"#).maintainers.value
    }
    #expect(
      try names(#"["Al B <a@b> (http://c)",null,{"mail":"x"},{"name":"zed"},7]"#) == [
        "Al B", "zed",
      ])
    #expect(try names(#""solo <s@t>""#) == ["solo"])
    #expect(try names(#"{"name":"one"}"#) == ["one"])
    let user = try decode(manifest: #"{"_npmUser":"Al <a@b>"}"#)
    #expect(user.releases.map(\.publisher) == ["Al"])
  }

  @Test(arguments: [
    (#""old""#, true), (#""""#, false), ("true", true), ("false", false), ("null", false),
    (#"{"a":1}"#, true),
    ("{}", false), ("[]", false),
  ])
  func `8 deprecation in any form`(value: String, expected: Bool) throws {
    #expect(try decode(manifest: #"{"deprecated":\#(value)}"#).deprecated == .present(expected))
    let long = String(repeating: "x", count: 200_000)
    #expect(try decode(manifest: #"{"deprecated":"\#(long)"}"#).deprecated == .present(true))
  }

  @Test(arguments: ["null", "[]", #"["a","b"]"#, #""a""#, #"{"a":null,"b":{"c":"1"},"d":["1"]}"#])
  func `9 dependencies that are no texts are skipped`(value: String) throws {
    let manifest =
      #"{"dependencies":\#(value),"devDependencies":\#(value),"optionalDependencies":\#(value)}"#
    #expect(try decode(manifest: manifest).dependencies == .present([]))
  }

  @Test func `10 requirements are cut and classified`() throws {
    let long = String(repeating: "ü", count: 1000)
    let facts = try decode(
      manifest:
        #"{"dependencies":{"a":"\#(long)","b":"npm:","c":"npm:@s/c","":"1","d":"workspace:^"}}"#)
    let found = try #require(facts.dependencies.value)
    #expect(found.map(\.name) == ["@s/c", "a", "b", "d"])
    #expect(found[1].requirement.utf8.count == 256)
    #expect(found.map(\.isDirectURL) == [false, false, false, true])
  }

  @Test(arguments: [
    #"["https://a.example"]"#, #""a.example""#, #"{"url":"https://a"}"#, #""[object Object]""#,
    "null", #""https://a b""#,
  ])
  func `11 homepages that are no address are absent`(value: String) throws {
    #expect(try decode(manifest: #"{"homepage":\#(value)}"#).homepage == .absent)
  }

  @Test func `12 keywords are counted up to the cap`() throws {
    func count(_ value: String) throws -> Observation<Int> {
      try decode(manifest: #"{"keywords":\#(value)}"#).keywordCount
    }
    #expect(try count(#""a, b""#) == .present(2))
    #expect(try count(#"[["a","b"],7,null,"B"," "]"#) == .present(2))
    #expect(
      try count("[\((0..<5000).map { "\"k\($0)\"" }.joined(separator: ","))]") == .present(256))
    #expect(try count("{}") == .absent)
  }

  @Test func `13 bugs in any form`() throws {
    for value in [
      #""https://github.com/o/r/issues""#, #"{"url":"https://github.com/o/r/issues"}"#,
      #"["https://github.com/o/r/issues"]"#,
    ] {
      #expect(try decode(manifest: #"{"bugs":\#(value)}"#).repository.value?.rule == "bugs")
    }
    #expect(try decode(manifest: #"{"bugs":"mail@a.example"}"#).repository == .absent)
  }

  @Test(arguments: [
    (#"{"scripts":["install"]}"#, false), (#"{"scripts":"install"}"#, false),
    (#"{"scripts":{"install":7}}"#, false),
    (#"{"scripts":{"install":""}}"#, false), (#"{"scripts":{"preinstall":"x"}}"#, true),
    (#"{"gypfile":true}"#, true),
    (#"{"scripts":{"test":"x","prepare":"y"}}"#, false),
  ])
  func `14 scripts in any form`(manifest: String, expected: Bool) throws {
    #expect(try decode(manifest: manifest).installHook == .present(expected))
  }

  @Test func `15 other fields in any form do no harm`() throws {
    let facts = try decode(
      manifest:
        #"{"bin":[1],"main":{},"engines":["node"],"os":"x","cpu":{},"exports":[[[[[[[[[["x"]]]]]]]]]],"types":[]}"#
    )
    #expect(facts.typeDeclarations == .present(false))
  }

  @Test(arguments: [#""ERROR: No README data found!""#, "null", "7", #""""#])
  func `16 readmes that are none are absent`(value: String) throws {
    #expect(try decode(top: #""readme":\#(value)"#).readmeCharacters == .absent)
    #expect(
      try decode(manifest: #"{"readme":"own"}"#, top: #""readme":\#(value)"#).readmeCharacters
        == .present(3))
  }

  @Test func `17 odd characters and long texts are counted`() throws {
    let long = String(repeating: "a", count: 100_000)
    #expect(
      try decode(manifest: #"{"description":"\#(long)"}"#).summaryCharacters == .present(100_000))
    #expect(
      try decode(manifest: #"{"description":"a\u0000\ud800\u202e"}"#).summaryCharacters
        == .present(4))
    let raw =
      Array(#"{"name":"x","versions":{"1.0.0":{"_id":"x","description":"a"#.utf8) + [0xFF, 0x07]
      + Array(#""}}}"#.utf8)
    let document = Document(
      kind: .packument, bytes: raw, digest: "", observedAt: Fixtures.observedAt)
    let facts = try FactsDecoder().facts(for: PackageID(.npm, "x"), from: [document])
    #expect(facts.summaryCharacters == .present(3))
  }

  @Test(arguments: [#"["a"]"#, #"{"a":"b"}"#, "true", "null"])
  func `18 descriptions that are no text are absent`(value: String) throws {
    #expect(try decode(manifest: #"{"description":\#(value)}"#).summaryCharacters == .absent)
  }

  @Test(arguments: ["JSONStream", "~'!()*", "-", "123", "@x/.."])
  func `19 odd names decode under the name that was asked for`(name: String) throws {
    let facts = try facts(.npm, name, .packument, #"{"name":"other","versions":{"1.0.0":{}}}"#)
    #expect(facts.package.key == name)
    #expect(facts.displayName == name)
  }

  @Test func `20 a document needs no revision`() throws {
    #expect(try decode(top: #""time":{}"#).releases.count == 1)
  }

  @Test(arguments: [
    "null", "[]", "{}", #"{"tarball":"http://elsewhere.example/x.tgz"}"#,
    #"{"fileCount":-1,"unpackedSize":"9"}"#, #"{"fileCount":1.5,"unpackedSize":1e300}"#,
  ])
  func `21 dist without usable numbers is absent`(value: String) throws {
    let facts = try decode(manifest: #"{"dist":\#(value)}"#)
    #expect(facts.fileCount == .absent)
    #expect(facts.sizeBytes == .absent)
  }

  @Test(arguments: [
    "", #""maintainers":[]"#, #""maintainers":null"#,
    #""maintainers":[{"name":null,"email":null}]"#,
  ])
  func `22 nobody is absent`(top: String) throws {
    #expect(try decode(manifest: #"{"_id":"x"}"#, top: top).maintainers == .absent)
  }

  @Test func `23 near-identical packages give equal facts but for the name`() throws {
    let text = #"{"name":"x","versions":{"1.0.0":{"description":"spam"}}}"#
    var (one, other) = (
      try facts(.npm, "s1", .packument, text), try facts(.npm, "s2", .packument, text)
    )
    other.package = one.package
    one.displayName = other.displayName
    #expect(one == other)
  }

  @Test(arguments: [
    #"{"error":"not_found","reason":"x"}"#, "<!DOCTYPE html><html></html>", " \n<html>", "{}", "[]",
    #""x""#,
    #"{"name":"x","version":"1.0.0","dist":{}}"#, #"{"name":"x"}"#, #"{"versions":{}}"#, "not json",
    "",
  ])
  func `24 bodies that are no packument are reasons`(text: String) throws {
    #expect {
      try facts(.npm, "x", .packument, text)
    } throws: { ($0 as? DocumentError)?.reason.hasPrefix("packument: ") == true }
  }

  @Test func `24 a deep document is a reason, not a crash`() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: DocumentError.self) {
      try facts(.npm, "x", .packument, #"{"name":"x","versions":{"1.0.0":\#(deep)"#)
    }
  }
}
