package import Corpus

/// A calendar month in UTC.
package struct Month: Sendable, Hashable {
  /// As `2026-01`.
  package let text: String
  package let start: UTCInstant
  /// The first moment of the next month.
  package let end: UTCInstant

  /// The month an instant lies in.
  package init(of instant: UTCInstant) {
    text = String(instant.iso8601.prefix(7))
    start = UTCInstant(parsing: "\(text)-01") ?? instant
    // The 1st and 31 days lie in the next month, whatever this one's length.
    let next = start.addingDays(31).iso8601.prefix(7)
    end = UTCInstant(parsing: "\(next)-01") ?? instant
  }
}
