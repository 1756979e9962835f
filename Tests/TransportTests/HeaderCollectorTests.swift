import Corpus
import Testing
import Transport

@Suite struct HeaderCollectorTests {
  private func collect(_ lines: [[UInt8]], maximumLines: Int = 100) -> (HeaderCollector, Bool) {
    var collector = HeaderCollector(maximumLines: maximumLines, maximumBytes: 1000)
    let isWithin = lines.allSatisfy { collector.take($0) }
    return (collector, isWithin)
  }

  private func collect(_ lines: String...) -> HeaderCollector {
    collect(lines.map { Array(($0 + "\r\n").utf8) }).0
  }

  @Test func `keeps names and values as spelled, without outer blanks`() {
    let collector = collect(
      "HTTP/1.1 200 OK", "ETag: \"a b\"", "x-UPPER:\t1\t ", "Empty:", "a:b:c", "")
    #expect(collector.status == 200)
    #expect(collector.isComplete)
    #expect(
      collector.fields == [
        HeaderField("ETag", "\"a b\""), HeaderField("x-UPPER", "1"), HeaderField("Empty", ""),
        HeaderField("a", "b:c"),
      ])
  }

  @Test(arguments: [
    ("HTTP/2 404", 404), ("HTTP/1.0 200", 200), ("HTTP/1.1 503 Service Unavailable", 503),
    ("HTTP/1.1", 0), ("HTTP/1.1 abc", 0),
  ])
  func `reads the status of any version`(line: String, status: Int) {
    #expect(collect(line, "").status == status)
  }

  @Test func `drops interim answers and trailers`() {
    let collector = collect(
      "HTTP/1.1 100 Continue", "A: 1", "", "HTTP/1.1 200 OK", "B: 2", "", "C: 3")
    #expect(collector.fields == [HeaderField("B", "2")])
  }

  @Test func `joins folded lines and skips lines without a colon`() {
    let collector = collect("HTTP/1.1 200 OK", "A: 1", "  2", "nothing", "\t3", "")
    #expect(collector.fields == [HeaderField("A", "1 2 3")])
  }

  @Test func `reads bytes that are not UTF-8 as ISO 8859-1`() {
    let (collector, _) = collect([
      Array("HTTP/1.1 200 OK\r\n".utf8), [0x41, 0x3A, 0xE9, 0x0D, 0x0A],
    ])
    #expect(collector.fields == [HeaderField("A", "é")])
  }

  @Test func `stops at the limits`() {
    let line = Array("A: 1\r\n".utf8)
    #expect(collect(Array(repeating: line, count: 3), maximumLines: 3).1)
    #expect(!collect(Array(repeating: line, count: 4), maximumLines: 3).1)
    #expect(!collect([[UInt8](repeating: 0x41, count: 1001)]).1)
  }
}
