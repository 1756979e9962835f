import Corpus
import Testing

struct HeaderFieldTests {
  @Test(arguments: [
    ("ETag", "etag", true), ("etag", "ETag", true), ("X-A", "x-b", false), ("a", "ab", false),
    ("a[", "a{", false), ("A@", "A`", false), ("", "", true), ("É", "é", false),
  ])
  func `names are the same without the case of ASCII letters`(
    name: String, other: String, isSame: Bool
  ) {
    #expect(HeaderField(name, "x").isNamed(other) == isSame)
  }

  @Test func `the last line of a name counts`() {
    let lines = [HeaderField("Etag", "1"), HeaderField("x", "2"), HeaderField("ETAG", "3")]
    #expect(lines.value("etag") == "3")
    #expect(lines.value("age") == nil)
  }
}
