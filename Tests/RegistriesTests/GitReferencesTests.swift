import Corpus
import Registries
import Testing
import Transport

@Suite struct GitReferencesTests {
  private static let one = String(repeating: "1", count: 40)
  private static let two = String(repeating: "a", count: 40)

  /// Data lines, each with its length in front; `0000` ends the answer.
  private static func answer(_ lines: [String], end: String = "0000") -> [UInt8] {
    lines.flatMap { line -> [UInt8] in
      let digits = String(line.utf8.count + 5, radix: 16)
      return Array((String(repeating: "0", count: 4 - digits.count) + digits + line + "\n").utf8)
    } + Array(end.utf8)
  }

  @Test func `HEAD and tags are read, other references are not`() throws {
    let read = try GitReferences(
      parsing: Self.answer([
        "\(Self.one) HEAD symref-target:refs/heads/main", "\(Self.one) refs/heads/main",
        "\(Self.two) refs/tags/v2 peeled:\(Self.one)", "\(Self.two) refs/pull/1/head",
        "\(Self.one) refs/tags/v1", "\(Self.one) refs/tags/release/1.0",
      ]))
    #expect(
      read
        == GitReferences(
          head: Self.one, defaultBranch: "main",
          tags: [
            .init(name: "release/1.0", object: Self.one, commit: Self.one),
            .init(name: "v1", object: Self.one, commit: Self.one),
            .init(name: "v2", object: Self.two, commit: Self.one),
          ]))
  }

  @Test func `an empty repository has no head`() throws {
    let read = try GitReferences(
      parsing: Self.answer(["unborn HEAD symref-target:refs/heads/trunk"]))
    #expect(read == GitReferences(defaultBranch: "trunk"))
  }

  @Test func `the order of the answer does not change the text that is compared`() throws {
    let lines = ["\(Self.one) refs/tags/b", "\(Self.two) refs/tags/a"]
    let texts = try [lines, lines.reversed()].map {
      try GitReferences(parsing: Self.answer($0)).text
    }
    #expect(texts[0] == texts[1])
    let moved = ["\(Self.two) refs/tags/b", "\(Self.two) refs/tags/a"]
    #expect(try GitReferences(parsing: Self.answer(moved)).text != texts[0])
  }

  @Test(arguments: [
    "-delete", "a..b", "a\nb", "a~1", "a^", "a:b", "a?", "a*", "a[", "a\\b", ".a", "a/.b",
    "a.lock", "a.lock/b", "a/", "/a", "a//b", "a.", "a@{1}", "@", "a\u{7F}", "a\u{1}b",
    String(repeating: "x", count: 256),
  ])
  func `names git does not take are left out and counted`(name: String) throws {
    let read = try GitReferences(
      parsing: Self.answer(["\(Self.one) refs/tags/\(name)", "\(Self.one) refs/tags/v1"]))
    #expect(read.tags.map(\.name) == ["v1"])
    #expect(read.refused == 1)
  }

  @Test(arguments: [
    [], Array("0000".utf8.dropLast()), Array("00".utf8), Array("0003".utf8), Array("zzzz".utf8),
    Array("ffff".utf8), Array("0001".utf8), Array("<html>".utf8), answer(["no object"]),
    answer(["\(one) HEAD"], end: ""), answer(["\(one) HEAD"], end: "0002"),
    answer(["ERR access denied"]), answer(["\(one.dropLast()) HEAD"]),
    answer([one.uppercased().replacing("1", with: "G") + " HEAD"]), [0xFF, 0xFE, 0, 0, 0],
  ])
  func `anything else is refused`(bytes: [UInt8]) {
    #expect(throws: RegistryError.self) { try GitReferences(parsing: bytes) }
  }

  @Test func `an answer with no end of tags is refused`() {
    let lines = (0...GitReferences.maximumTags).map { "\(Self.one) refs/tags/t\($0)" }
    let error = #expect(throws: RegistryError.self) {
      try GitReferences(parsing: Self.answer(lines))
    }
    #expect(error?.message.contains("more than 100000 tags") == true)
  }

  @Test func `the request asks for HEAD and tags alone`() {
    let request = GitClient.request(at: "https://github.com/o/r.git", agent: "assay/1")
    #expect(request.url == "https://github.com/o/r.git/git-upload-pack")
    #expect(request.headers.value("Git-Protocol") == "version=2")
    let body = String(decoding: request.body ?? [], as: UTF8.self)
    #expect(
      body == "0014command=ls-refs\n0012agent=assay/1\n0017object-format=sha1\n00010009peel\n"
        + "000csymrefs\n0014ref-prefix HEAD\n001aref-prefix refs/tags/\n0000")
  }
}
