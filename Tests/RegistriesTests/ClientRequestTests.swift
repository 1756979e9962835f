import Corpus
import Registries
import Testing
import Transport

/// What the three clients put on the wire; nothing is sent.
@Suite struct ClientRequestTests {
  private let http = PoliteClient(
    client: HTTPClient(configuration: HTTPConfiguration(userAgent: "assay-test")), limits: .loopback
  )
  private let validators = Validators(
    etag: "\"abc\"", lastModified: "Sat, 11 Apr 2015 19:46:49 GMT")

  private var pypi: PyPIClient { PyPIClient(base: "https://pypi.example/simple/", http: http) }
  private var npm: NpmClient {
    NpmClient(registry: "https://npm.example/", replicate: "https://feed.example", http: http)
  }
  private var crates: CratesClient {
    CratesClient(
      index: "sparse+https://index.example/", dump: "https://static.example/d.tar.gz", http: http)
  }

  @Test func `PyPI requests name the JSON forms`() throws {
    let index = pypi.indexRequest()
    #expect(index.url == "https://pypi.example/simple/")
    #expect(index.headers == [HeaderField("Accept", "application/vnd.pypi.simple.v1+json")])
    let project = try pypi.projectRequest("zope-interface", validators: validators)
    #expect(project.url == "https://pypi.example/pypi/zope-interface/json")
    #expect(project.headers.value("If-None-Match") == "\"abc\"")
    #expect(project.headers.value("If-Modified-Since") == nil)
    #expect(project.maximumBodyBytes == 256 << 20)
    let detail = try pypi.detailRequest("zope-interface", validators: nil)
    #expect(detail.url == "https://pypi.example/simple/zope-interface/")
    #expect(detail.headers == [HeaderField("Accept", "application/vnd.pypi.simple.v1+json")])
  }

  @Test func `the modification time is sent when there is no ETag`() {
    let dated = Validators(etag: nil, lastModified: "Sat, 11 Apr 2015 19:46:49 GMT")
    #expect(dated.headers == [HeaderField("If-Modified-Since", "Sat, 11 Apr 2015 19:46:49 GMT")])
    #expect(Validators(etag: "a\r\nX: y", lastModified: nil).headers.isEmpty)
  }

  @Test(arguments: [
    ("lodash", "lodash"), ("@babel/core", "@babel%2Fcore"), ("JSONStream", "JSONStream"),
    ("a!b'(c)*~d", "a%21b%27%28c%29%2A~d"), ("ä b", "%C3%A4%20b"), ("a%2e", "a%252e"), ("-", "-"),
    ("a?b#c", "a%3Fb%23c"), ("...", "..."),
  ])
  func `npm names are escaped byte by byte`(name: String, path: String) throws {
    #expect(try npm.packumentRequest(name, validators: nil).url == "https://npm.example/\(path)")
  }

  @Test(arguments: [
    "", ".", "..", "@x/..", "@x/.", "@x/", "/x", "a/b", "@a/b/c", "@/x", "a\0b", "a\nb", "x\u{7F}",
  ])
  func `names that change the path are refused`(name: String) {
    #expect { try npm.packumentRequest(name, validators: nil) } throws: {
      ($0 as? RegistryError)?.code == .unusableName
    }
  }

  @Test func `npm feeds are asked under registry`() {
    #expect(npm.statusRequest().url == "https://feed.example/registry/")
    #expect(
      npm.changesRequest(since: 42, limit: 99_999).url
        == "https://feed.example/registry/_changes?since=42&limit=10000")
    #expect(
      npm.allDocsRequest(startKey: nil, limit: 5).url
        == "https://feed.example/registry/_all_docs?limit=5")
    #expect(
      npm.allDocsRequest(startKey: "@a/\"b", limit: 5).url
        == "https://feed.example/registry/_all_docs?limit=5&startkey=%22%40a%2F%5C%22b%22")
  }

  @Test(arguments: [
    ("a", "1/a"), ("AB", "2/ab"), ("Abc", "3/a/abc"), ("serde", "se/rd/serde"),
    ("Foo-Bar_baz", "fo/o-/foo-bar_baz"),
  ])
  func `crates have their place in the index`(name: String, path: String) throws {
    #expect(
      try crates.indexFileRequest(name, validators: nil).url == "https://index.example/\(path)")
  }

  @Test(arguments: ["", "..", "a/b", "ä", "a b", String(repeating: "a", count: 65)])
  func `other texts are no crate names`(name: String) {
    #expect(throws: RegistryError.self) { try crates.indexFileRequest(name, validators: nil) }
  }
}
