package import Corpus

/// Dates and delays of HTTP headers. https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7
package enum HTTPDate {
  /// Longer delays are cut to a year.
  private static let longestDelay: Int64 = 365 * 86_400

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  /// Reads the three forms of RFC 9110: IMF-fixdate, RFC 850 and asctime; nil for anything else.
  ///
  /// Years of two digits mean 1970 to 2069. The day of the week is not checked.
  package static func parse(_ text: String) -> UTCInstant? {
    let words = text.split { $0 == " " || $0 == "-" || $0 == "," || $0 == "\t" }.map(String.init)
    if words.count == 6, ["GMT", "UTC"].contains(words[5].uppercased()) {
      return instant(day: words[1], month: words[2], year: words[3], time: words[4])
    }
    guard words.count == 5 else { return nil }
    return instant(day: words[2], month: words[1], year: words[4], time: words[3])
  }

  /// Reads `Retry-After`: seconds or a date; never negative, nil when it is neither.
  package static func delay(_ text: String, now: UTCInstant) -> Duration? {
    let isDate = text.contains(":")
    let text = text.filter { isDate || $0 != " " && $0 != "\t" }
    if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      return .seconds(min(Int64(text) ?? longestDelay, longestDelay))
    }
    guard let instant = parse(text) else { return nil }
    let milliseconds = instant.milliseconds - now.milliseconds
    return .milliseconds(min(max(0, milliseconds), longestDelay * 1000))
  }

  private static func instant(
    day: String, month: String, year: String, time: String
  ) -> UTCInstant? {
    guard let index = months.firstIndex(of: month.lowercased()), (1...2).contains(day.utf8.count),
      time.utf8.count == 8, let fullYear = fullYear(year)
    else { return nil }
    let number = index + 1
    let paddedMonth = number < 10 ? "0\(number)" : "\(number)"
    let paddedDay = day.utf8.count == 1 ? "0\(day)" : day
    return UTCInstant(parsing: "\(fullYear)-\(paddedMonth)-\(paddedDay)T\(time)Z")
  }

  private static func fullYear(_ year: String) -> String? {
    switch year.utf8.count {
    case 4: year
    case 2: (year < "70" ? "20" : "19") + year
    default: nil
    }
  }
}
