package import Corpus

/// What one server answered.
package struct HTTPResponse: Sendable {
  /// Where the answer came from, after redirects.
  package var url: String
  package var status: Int
  /// In the order received, names as the server spelled them.
  package var headers: [HeaderField]
  /// Decoded; empty when the request named a destination file.
  package var body: [UInt8]
  /// Bytes of the decoded body, in memory or in the file.
  package var bodyBytes: Int
  /// Why the body is not whole; nil when it is.
  package var truncation: TruncationReason?
  /// Bytes received on the wire: header lines and encoded body, of the redirects too.
  package var wireBytes: Int
  /// Redirects followed on the way: each was a request too.
  package var redirects: Int

  package init(
    url: String, status: Int, headers: [HeaderField], body: [UInt8], bodyBytes: Int? = nil,
    truncation: TruncationReason? = nil, wireBytes: Int = 0,
    redirects: Int = 0
  ) {
    self.url = url
    self.status = status
    self.headers = headers
    self.body = body
    self.bodyBytes = bodyBytes ?? body.count
    self.truncation = truncation
    self.wireBytes = wireBytes
    self.redirects = redirects
  }

  package var etag: String? { headers.value("ETag") }

  /// As the server spelled it, to be sent back as it is.
  package var lastModified: String? { headers.value("Last-Modified") }

  /// The server's clock; nil when the header is missing or no date.
  package var date: UTCInstant? { headers.value("Date").flatMap(HTTPDate.parse) }

  /// How long the server asks to wait, counted from `now`; nil when it does not.
  ///
  /// Source: https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
  package func retryAfter(now: UTCInstant) -> Duration? {
    headers.value("Retry-After").flatMap { HTTPDate.delay($0, now: date ?? now) }
  }
}
