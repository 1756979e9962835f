import Registries
import Testing

@Suite struct PyPIVersionTests {
  /// PEP 440's own example, and the ends of each part.
  private static let ascending = [
    "2004d", "1.dev0", "1.0.dev456", "1.0a1", "1.0a2.dev456", "1.0a12.dev456", "1.0a12",
    "1.0b1.dev456", "1.0b2", "1.0b2.post345.dev456", "1.0b2.post345", "1.0rc1.dev456", "1.0rc1",
    "1.0", "1.0+abc.5", "1.0+abc.7", "1.0+5", "1.0.post456.dev34", "1.0.post456", "1.0.15",
    "1.1.dev1", "1.99999999999999999999999", "1.100000000000000000000000", "1!0.1",
  ]

  @Test func `versions stand in the order of PEP 440`() {
    for (left, right) in zip(Self.ascending, Self.ascending.dropFirst()) {
      #expect(PyPIVersion(left) < PyPIVersion(right), "\(left) < \(right)")
      #expect(!(PyPIVersion(right) < PyPIVersion(left)), "\(right) < \(left)")
    }
    let shuffled = Self.ascending.sorted()
    #expect(shuffled.map { PyPIVersion($0) }.sorted() == Self.ascending.map { PyPIVersion($0) })
  }

  @Test(arguments: [
    ("1.0", "1.0.0"), ("1.0", " v1.0 "), ("1.0alpha1", "1.0A1"), ("1.0-c1", "1.0rc1"),
    ("1.0.preview_3", "1.0RC3"), ("1.0-1", "1.0.post1"), ("1.0.r4", "1.0.post4"),
    ("1.0rev", "1.0.post0"), ("1.0.dev", "1.0dev0"), ("01.02", "1.2"), ("1.0+a-b_c", "1.0+a.b.c"),
    ("0!1", "1"), ("1.0a_", "1.0a0"), ("1-alpha..dev2", "1a0.dev2"),
  ])
  func `spellings of one version are equal`(left: String, right: String) {
    #expect(PyPIVersion(left) == PyPIVersion(right))
    #expect(PyPIVersion(left).isStandard && PyPIVersion(right).isStandard)
  }

  @Test func `legacy versions stand below all others, in their own order`() {
    let legacy = ["dev-r123", "1.0-final-x", "2004d", "2004e", "2005d"]
    for text in legacy {
      #expect(!PyPIVersion(text).isStandard, "\(text)")
      #expect(PyPIVersion(text) < PyPIVersion("0.0.dev0"), "\(text)")
    }
    #expect(PyPIVersion("2004d") < PyPIVersion("2004e"))
    #expect(PyPIVersion("2004e") < PyPIVersion("2005d"))
    #expect(PyPIVersion("1.0-foo-pre") < PyPIVersion("1.0-foo"))
  }

  @Test(arguments: [
    ("1.0a1", true), ("1.0.dev1", true), ("1.0rc1.post2", true), ("1.0", false),
    ("1.0.post1", false), ("1.0+local", false), ("2004d", false), ("", false),
  ])
  func `a, b, rc and dev make a prerelease`(text: String, expected: Bool) {
    #expect(PyPIVersion(text).isPrerelease == expected)
    #expect(PyPIVersion.isPrerelease(text) == expected)
  }
}

@Suite struct SemanticVersionTests {
  private static let ascending = [
    "0.0.1-security", "0.0.1", "1.0.0-9", "1.0.0-10", "1.0.0-99999999999999999999", "1.0.0-alpha",
    "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11",
    "1.0.0-rc.1",
    "1.0.0", "1.0.0+build", "1.0.1", "1.2.0", "1.10.0", "2.0.0", "9007199254740991.0.0",
  ]

  @Test func `versions stand in the order of semver`() {
    let expected = Self.ascending.compactMap { SemanticVersion($0) }
    #expect(expected.count == Self.ascending.count)
    #expect(expected.reversed().sorted() == expected)
  }

  @Test(arguments: [
    "v1.2.3", "=1.2.3", " 1.2.3 ", "01.2.3", "1.2.3beta", "= v1.2.3", "0.0.1-001", "0.3.0-alpha.01",
  ])
  func `loose spellings are read after strict ones`(text: String) {
    #expect(SemanticVersion(strict: text) == nil)
    #expect(SemanticVersion(text) != nil)
  }

  @Test(arguments: [
    "", "1", "1.2", "1.2.3.4", "latest", "1.2.x", "9007199254740992.0.0", "1.2.3-", "1.2.3+",
    "-1.2.3",
    "1.0.1000000000000000000", "1.2.3-a..b", "1.2.3-" + String(repeating: "a", count: 256),
  ])
  func `other texts are no versions`(text: String) {
    #expect(SemanticVersion(text) == nil)
    #expect(!SemanticVersion.isPrerelease(text))
  }

  @Test func `a hyphen makes a prerelease, a plus does not`() {
    #expect(SemanticVersion.isPrerelease("1.2.3-0"))
    #expect(SemanticVersion.isPrerelease("1.2.3beta"))
    #expect(!SemanticVersion.isPrerelease("1.2.3+a-b"))
    #expect(!SemanticVersion.isPrerelease("1.2.3"))
  }
}
