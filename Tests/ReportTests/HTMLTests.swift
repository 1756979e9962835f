import Report
import Testing

@Suite struct HTMLTests {
  @Test(arguments: [
    ("plain", "plain"),
    ("<script>alert('x')</script>", "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"),
    ("a & b \"c\"", "a &amp; b &quot;c&quot;"),
    ("tab\tline\n", "tab\tline\n"),
    ("nul\u{0}bell\u{7}", "nul\u{FFFD}bell\u{FFFD}"),
    ("evil\u{202E}gpj.exe", "evil\u{FFFD}gpj.exe"),
    ("zero\u{200B}width\u{FEFF}", "zero\u{FFFD}width\u{FFFD}"),
    ("\u{2028}", "\u{FFFD}"),
    ("日本語 café 🦀", "日本語 café 🦀"),
  ])
  func `text from outside is escaped`(text: String, expected: String) {
    #expect(HTML.escaped(text) == expected)
  }

  @Test func `an interpolated string is text, interpolated markup stays markup`() {
    let name = "<b>"
    let inner: HTML = "<i>\(name)</i>"
    let outer: HTML = "<p title=\"\(name)\">\(inner) \(3)</p>"
    #expect(outer.markup == "<p title=\"&lt;b&gt;\"><i>&lt;b&gt;</i> 3</p>")
  }

  @Test func `empty pieces leave no empty line`() {
    #expect(HTML.lines(["<a>", "", "</a>"]).markup == "<a>\n</a>")
  }
}
