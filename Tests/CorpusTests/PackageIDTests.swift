import Corpus
import Testing

@Suite struct PackageIDTests {
  @Test(
    "A name becomes the join key of its registry",
    arguments: [
      (Ecosystem.pypi, "Zope.Interface", "zope-interface"),
      (.pypi, "a-_.b", "a-b"),
      (.npm, "JSONStream", "JSONStream"),
      (.npm, "@scope/Name", "@scope/Name"),
      (.crates, "Foo-Bar", "foo_bar"),
    ])
  func normalises(ecosystem: Ecosystem, name: String, key: String) {
    #expect(PackageID(ecosystem, name).key == key)
  }

  @Test(
    "A package-url reads back to the same package",
    arguments: [
      (PackageID(.pypi, "requests"), "pkg:pypi/requests"),
      (PackageID(.npm, "@scope/name"), "pkg:npm/%40scope/name"),
      (PackageID(.crates, "serde_json"), "pkg:cargo/serde_json"),
    ])
  func roundTrips(package: PackageID, purl: String) {
    #expect(package.purl == purl)
    #expect(PackageID(purl: purl) == package)
    #expect(PackageID(purl: purl + "@1.2.3?type=x#sub") == package)
  }

  @Test(
    "What is no package-url of ours is refused", arguments: ["", "pkg:gem/x", "pkg:npm/", "npm/x"])
  func refuses(purl: String) {
    #expect(PackageID(purl: purl) == nil)
  }

  @Test("Names that differ only in Unicode normal form are two packages")
  func comparesBytes() {
    let composed = PackageID(.npm, "caf\u{E9}")
    let decomposed = PackageID(.npm, "cafe\u{301}")
    #expect(composed != decomposed)
    #expect(Set([composed, decomposed]).count == 2)
  }

  @Test("Packages order by ecosystem, then by bytes")
  func orders() {
    let sorted = [PackageID(.npm, "b"), PackageID(.crates, "z"), PackageID(.npm, "B")].sorted()
    #expect(sorted.map(\.purl) == ["pkg:cargo/z", "pkg:npm/B", "pkg:npm/b"])
  }
}
