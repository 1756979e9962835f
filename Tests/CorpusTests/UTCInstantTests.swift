import Corpus
import Testing

@Suite struct UTCInstantTests {
  @Test(
    "The forms registries write are read",
    arguments: [
      ("2024-02-29T12:34:56Z", "2024-02-29T12:34:56Z"),
      ("2024-02-29 12:34:56.789012+00", "2024-02-29T12:34:56.789Z"),
      ("2024-02-29T12:34:56.7", "2024-02-29T12:34:56.700Z"),
      ("2024-02-29T14:34:56+02:00", "2024-02-29T12:34:56Z"),
      ("2024-02-29", "2024-02-29T00:00:00Z"),
      ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
      ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
    ])
  func reads(text: String, written: String) {
    #expect(UTCInstant(parsing: text)?.iso8601 == written)
  }

  @Test(
    "Anything else is refused",
    arguments: [
      "", "2024", "2023-02-29", "2024-13-01", "2024-02-29T25:00:00Z", "2024-02-29T12:34:56.Z",
      "2024-02-29T12:34:56Zx", "yesterday", "2024-02-29T12:34:56+2",
    ])
  func refuses(text: String) {
    #expect(UTCInstant(parsing: text) == nil)
  }

  @Test("Every day from 1600 to 2400 survives writing and reading")
  func roundTrips() {
    for day in stride(from: Int64(-135_140), through: 157_054, by: 1) {
      let instant = UTCInstant(milliseconds: day * 86_400_000 + 1)
      #expect(UTCInstant(parsing: instant.iso8601) == instant)
      #expect(instant.epochDay == day)
    }
  }

  @Test("A span in days is exact")
  func measures() {
    let start = UTCInstant(milliseconds: 0)
    #expect(start.addingDays(1.5).days(since: start) == 1.5)
    #expect(start.days(since: start.addingDays(2)) == -2)
  }
}
