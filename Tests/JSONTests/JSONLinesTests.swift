import JSON
import Testing

@Suite struct JSONLinesTests {
  private func lines(_ text: String) -> [String] {
    var lines: [String] = []
    JSONLines.forEachLine(of: Array(text.utf8)) { number, line in
      lines.append("\(number):\(String(decoding: line, as: UTF8.self))")
    }
    return lines
  }

  @Test(arguments: [
    ("", []), ("\n\n", []), ("a", ["1:a"]), ("a\nb\n", ["1:a", "2:b"]),
    ("a\r\n\r\nb", ["1:a", "3:b"]),
    (" \na", ["2:a"]), ("\n\ra\n", ["2:\ra"]),
  ])
  func `splits lines and keeps their numbers`(text: String, expected: [String]) {
    #expect(lines(text) == expected)
  }

  @Test func `a line is parsed in place`() throws {
    let parser = JSONParser()
    var sum: Int64 = 0
    try JSONLines.forEachLine(of: Array("{\"n\":1}\n{\"n\":2}\n".utf8)) { _, line in
      sum += try parser.parse(line) { root, _ in root["n"]?.int ?? 0 }
    }
    #expect(sum == 3)
  }
}
