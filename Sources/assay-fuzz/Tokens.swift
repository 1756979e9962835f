/// Pieces that readers have stumbled over somewhere.
enum Tokens {
  /// JSON values, and what looks like such.
  static let values = [
    "null", "true", "false", "0", "-0", "-1", "1e400", "-1e-400", "1E9999999", "NaN", "Infinity",
    "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809",
    "18446744073709551615", "18446744073709551616", "4294967296", "2147483648", "0.1e1", "1.0",
    "253402300800", "-62135596800", "1e18", "9.3e18", "[]", "{}", "[[]]", "[{}]", #"{"":""}"#,
    #"[null,1,"a",{}]"#, #""""#, #"{"a":[{"b":{"c":[]}}]}"#, "[null]",
  ]

  /// Texts that go into strings as they are, escapes included.
  static let strings = [
    "", " ", "\\u0000", "\\ud800", "\\udc00\\ud800", "\\ud83d\\ude00", "\\", "\\u12", "\u{202E}abc",
    "\u{FEFF}", "e\u{301}", "\u{0}", "\u{7F}\u{1}", "\u{10FFFF}", "\r\n", "\r", "\t", "..",
    "../../x",
    "%", "%zz", "%00", "%2F%2e", "@", "@/", "/", "//", "://", "git+ssh://git@h:1/x/y.git#z",
    "[::1]",
    "http://[", "http://u:p@h:99999999999/", "http://h:-1", "http://\u{130}.example", "pkg:npm/",
    "pkg:pypi/%", "9999-12-31T23:59:59Z", "0000-00-00T00:00:00Z", "10000-01-01T00:00:00Z",
    "-2024-01-01", "2024-02-30T25:61:61.9999999999999999999+99:99", "2024-01-01T00:00:00+24:00",
    "292277026596-12-04T15:30:08Z", "1!1.0a1.post2.dev3+x.1", "99999999999999999999.0",
    "1.0.0-0.00.x--+", "v", "1..2", ">=1,<2;python_version<'3'", "x[y]", "x @ file:///", ";", "===",
    "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "-1", "1e3", "1e308", "inf",
    "99999999999999999999", "9223372036854775807", "HTTP/1.1 999999999999999999999", "\"", "\"\"",
    "'", "'''", "\"\"\"", "+++", "```", "#", "[[", "]]", "{", "}", "{,}", "{\"", "\\N", "t", "f",
    "constructor", "__proto__",
  ]

  /// The same and more, as bytes that need not be UTF-8.
  static let bytes: [[UInt8]] =
    strings.map { Array($0.utf8) } + [
      [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xEF, 0xBB, 0xBF],
      [0x28, 0xB5, 0x2F, 0xFD], [0x1F, 0x8B, 0x08], Array("PAR1".utf8),
      Array(repeating: 0, count: 512), Array(repeating: 0x20, count: 4096),
      Array(repeating: 0x5B, count: 2000), Array(repeating: 0x22, count: 3001),
      Array(repeating: 0x2E, count: 5000), Array(repeating: 0x39, count: 5000),
    ]

  /// Lengths and counts at the borders of integer types.
  static let numbers: [UInt64] = [
    0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x00FF_FFFF, 0x7FFF_FFFF, 0x8000_0000,
    0xFFFF_FFFF, 0x1_0000_0000, 0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, .max,
  ]
}
