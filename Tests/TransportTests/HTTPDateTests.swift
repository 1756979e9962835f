import Corpus
import Testing
import Transport

@Suite struct HTTPDateTests {
  /// The instant of the examples in RFC 9110, section 5.6.7.
  private let example = UTCInstant(milliseconds: 784_111_777_000)

  @Test(arguments: [
    "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
    "sun, 6 nov 1994 08:49:37 gmt", " Sun, 06 Nov 1994 08:49:37 UTC ",
  ])
  func `reads the three forms`(text: String) {
    #expect(HTTPDate.parse(text) == example)
  }

  @Test(arguments: [
    ("Fri, 31-Dec-99 23:59:59 GMT", "1999-12-31T23:59:59Z"),
    ("Thu, 01-Jan-26 00:00:00 GMT", "2026-01-01T00:00:00Z"),
    ("Thu, 29 Feb 2024 12:00:00 GMT", "2024-02-29T12:00:00Z"),
  ])
  func `knows centuries and leap days`(text: String, instant: String) {
    #expect(HTTPDate.parse(text)?.iso8601 == instant)
  }

  @Test(arguments: [
    "", "GMT", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 PST",
    "Sun, 31 Feb 2023 00:00:00 GMT", "Sun, 06 Foo 1994 08:49:37 GMT", "1994-11-06T08:49:37Z",
    "Sun, 06 Nov 1994 25:00:00 GMT", "Sun, 006 Nov 1994 08:49:37 GMT",
    "Sun, 06 Nov 19994 08:49:37 GMT", "Sun, ٠٦ Nov 1994 08:49:37 GMT",
  ])
  func `refuses anything else`(text: String) {
    #expect(HTTPDate.parse(text) == nil)
  }

  @Test(
    arguments: [
      ("0", .seconds(0)), ("120", .seconds(120)), (" 7 ", .seconds(7)),
      ("Sun, 06 Nov 1994 08:50:07 GMT", .seconds(30)), ("Sun, 06 Nov 1994 08:49:00 GMT", .zero),
      ("99999999999999999999", .seconds(365 * 86_400)), ("-5", nil), ("1.5", nil), ("soon", nil),
      ("", nil), ("٣", nil),
    ] as [(String, Duration?)])
  func `reads Retry-After`(text: String, delay: Duration?) {
    #expect(HTTPDate.delay(text, now: example) == delay)
  }

  /// Once took time in the square of the length: hours for this one.
  @Test func `reads a Retry-After of many blanks`() {
    let blanks = String(repeating: " ", count: 1 << 20)
    #expect(HTTPDate.delay(blanks + "7" + blanks, now: example) == .seconds(7))
  }

  @Test func `counts a date from the server's own clock`() {
    let response = HTTPResponse(
      url: "", status: 429,
      headers: [
        HeaderField("Date", "Sun, 06 Nov 1994 08:49:37 GMT"),
        HeaderField("Retry-After", "Sun, 06 Nov 1994 08:49:40 GMT"),
      ], body: [])
    #expect(response.retryAfter(now: UTCInstant(milliseconds: 0)) == .seconds(3))
    #expect(response.date == example)
  }
}
