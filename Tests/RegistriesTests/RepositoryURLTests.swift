import Corpus
import Registries
import Testing

@Suite struct RepositoryURLTests {
  private static let github: [String] = [
    "Owner/Name", "Owner/Name#semver:^1", "github:Owner/Name", "GITHUB:Owner/Name",
    "https://github.com/Owner/Name", "http://www.github.com/owner/name.git",
    "git+https://github.com/owner/name.git#main", "git+ssh://git@github.com/owner/name.git",
    "git+ssh://git@github.com:owner/name.git", "git://github.com/owner/name",
    "git@github.com:owner/name.git", "user@github.com:owner/name",
    "ssh://git@github.com:22/owner/name",
    "git:github.com/owner/name", "git:https://github.com/owner/name",
    "git://https://github.com/owner/name.git", "github.com/owner/name",
    "www.github.com/owner/name/",
    "//github.com/owner/name", "github.com:owner/name", "https://github.com:owner/name",
    "https://github.com:443/owner/name", "scm:git:https://github.com/owner/name.git",
    "scm:git:git@github.com:owner/name.git", "http+git://github.com/owner/name",
    "https+git://github.com/owner/name", "git+git+https://github.com/owner/name",
    "https://token:secret@github.com/owner/name", "https://github.com/owner/name.git.git",
    "https://github.com/owner/name.", "<https://github.com/owner/name>",
    "\"https://github.com/owner/name\"",
    "(https://github.com/owner/name)".replacing("(", with: ""),
    "\u{FEFF}https://github.com/owner/name\0",
    "https://github.com/owner/name/issues", "https://github.com/owner/name/releases/tag/v1",
    "https://github.com/owner/name/wiki?x=1", "https://github.com/owner//name",
    "https://github.com/owner/na%6de",
    "https://raw.githubusercontent.com/owner/name/main/README.md",
    "https://codeload.github.com/owner/name/tar.gz/main", "https://api.github.com/repos/owner/name",
    "ssh://git@ssh.github.com:443/owner/name.git", "HTTPS://GitHub.COM/owner/name#readme",
  ]

  @Test(arguments: github) func `every form of one repository is one claim`(raw: String) {
    let claim = RepositoryURL.claim(from: raw, rule: "repository")
    #expect(claim == RepositoryClaim(host: "github.com", path: "owner/name", rule: "repository"))
  }

  @Test(arguments: [
    ("https://github.com/o/r/tree/main/packages/a", "github.com/o/r", "packages/a"),
    ("https://github.com/o/r/blob/main/docs/x.md", "github.com/o/r", "docs"),
    ("https://github.com/o/r/blob/main/README.md", "github.com/o/r", nil),
    ("https://gitlab.com/Group/Sub/Repo.git", "gitlab.com/group/sub/repo", nil),
    ("https://gitlab.com/g/s/r/-/tree/main/lib", "gitlab.com/g/s/r", "lib"),
    ("https://gitlab.com/g/r/issues", "gitlab.com/g/r", nil),
    ("gitlab:g/r", "gitlab.com/g/r", nil), ("bitbucket:o/r", "bitbucket.org/o/r", nil),
    ("https://bitbucket.org/o/r/src/main/lib/", "bitbucket.org/o/r", "lib"),
    ("https://codeberg.org/o/r/src/branch/main/a/b", "codeberg.org/o/r", "a/b"),
    ("https://dev.azure.com/Org/Proj/_git/Repo?path=/x", "dev.azure.com/Org/Proj/_git/Repo", nil),
    ("https://org.visualstudio.com/p/_git/r", "org.visualstudio.com/p/_git/r", nil),
    ("https://git.sr.ht/~user/repo", "git.sr.ht/~user/repo", nil),
    ("sourcehut:user/repo", "git.sr.ht/~user/repo", nil),
    ("https://sourceforge.net/projects/thing/", "sourceforge.net/projects/thing", nil),
    ("https://git.code.sf.net/p/thing/code", "sourceforge.net/projects/thing", nil),
    ("https://gitbox.apache.org/repos/asf?p=x.git", "gitbox.apache.org/repos/asf/x", nil),
    ("https://gitbox.apache.org/repos/asf/x.git", "gitbox.apache.org/repos/asf/x", nil),
    ("https://chromium.googlesource.com/a/b", "chromium.googlesource.com/a/b", nil),
    ("https://gitee.com/O/R", "gitee.com/O/R", nil),
    ("https://git.example.org/O/R.git", "git.example.org/O/R", nil),
    ("git+https://code.example.org/team/tool.git", "code.example.org/team/tool", nil),
  ])
  func `hosts keep their own paths`(raw: String, key: String, folder: String?) {
    let claim = RepositoryURL.claim(from: raw, rule: "r")
    #expect(claim?.key == key)
    #expect(claim?.subdirectory == folder)
  }

  @Test(arguments: ["https://owner.github.io/name/", "http://Owner.github.com/name/docs"])
  func `pages are only a hint`(raw: String) {
    let claim = RepositoryURL.claim(from: raw, rule: "homepage")
    #expect(claim?.key == "github.com/owner/name")
    #expect(claim?.rule == "homepage:pages")
  }

  @Test(arguments: [
    "", " ", "none", "see the website", "git", "https://", "https://github.com",
    "https://github.com/owner",
    "https://github.com/sponsors/owner", "https://github.com/orgs/o/r", "https://github.com/apps/x",
    "https://github.com/topics/x", "user/repo", "https://github.com/yourname/thing",
    "https://github.com/example/x", "npm/security-holder",
    "https://github.com/npm/deprecate-holder",
    "gist:abcdef", "https://gist.github.com/o/abcdef", "http://localhost/o/r",
    "http://127.0.0.1/o/r.git",
    "https://[::1]/o/r.git", "https://www.npmjs.com/package/x", "https://crates.io/crates/x",
    "https://docs.rs/x/1.0", "https://example.org/a/b", "file:///etc/passwd", "ext::sh -c id",
    "javascript:alert(1)/x", "ftp://github.com/o/r", "-oProxyCommand=x/y:z", "./local/path",
    "/abs/path",
    "../up/path", "https://github.com/../r", "https://github.com/o/..",
    "https://github.com/o/%2e%2e",
    "https://github.com/o/r%00", "https://github.com/o/r%2Fx", "https://github.com/o/a%zz",
    "https://github.com/o/a b", "https://github.com/o/<repo>", "https://github.com\\o\\r",
    "<a href='https://github.com/o/r'>", "https://evil.example:8443/o/r.git", "@scope/name", "o/r/",
    "https://owner.github.io", "https://github.com/o/.git", "https://github.com@evil.example/x",
    "git@-host:o/r", "https://github.com/o/" + String(repeating: "r", count: 512),
  ])
  func `everything else is no claim`(raw: String) {
    #expect(RepositoryURL.claim(from: raw, rule: "r") == nil)
  }

  @Test func `a named folder wins over the one in the URL`() {
    let url = "https://github.com/o/r/tree/main/x"
    #expect(
      RepositoryURL.claim(from: url, rule: "r", directory: "./packages//a/")?.subdirectory
        == "packages/a")
    #expect(RepositoryURL.claim(from: url, rule: "r", directory: "../../etc")?.subdirectory == "x")
  }

  /// What a packument and a project claim when only a text names the repository.
  @Test(
    arguments: [
      ("see https://github.com/o/r and https://github.com/o/r/issues/1", "github.com/o/r"),
      (
        "[![CI](https://github.com/Own/Rep/workflows/ci/badge.svg)](https://github.com/own/rep)",
        "github.com/own/rep"
      ),
      ("git@github.com/o/r", "github.com/o/r"), ("https://github.com/o/r.git)", "github.com/o/r"),
      ("https://github.com/o/r and https://github.com/o/other", nil),
      ("https://github.com/sponsors/o and https://github.com/user/repo", nil),
      ("https://notgithub.com", nil), ("nothing", nil),
    ] as [(String, String?)])
  func `a readme or description is the last resort, when it links to one repository`(
    text: String, key: String?
  ) throws {
    let seen = UTCInstant(milliseconds: 1_767_232_800_000)
    let decoder = FactsDecoder()
    let packument =
      #"{"_id":"n","name":"n","versions":{"1.0.0":{"name":"n"}},"time":{},"readme":"\#(text)"}"#
    let npm = try decoder.facts(
      for: PackageID(.npm, "n"),
      from: [Document(kind: .packument, bytes: Array(packument.utf8), digest: "", observedAt: seen)]
    )
    #expect(npm.repository.value?.key == key)
    #expect(npm.repository.value?.rule == (key == nil ? nil : "readme"))
    let project = #"{"info":{"name":"p","version":"1","description":"\#(text)"},"releases":{}}"#
    let pypi = try decoder.facts(
      for: PackageID(.pypi, "p"),
      from: [Document(kind: .projectJSON, bytes: Array(project.utf8), digest: "", observedAt: seen)]
    )
    #expect(pypi.repository.value?.key == key)
    #expect(pypi.repository.value?.rule == (key == nil ? nil : "description"))
  }
}
