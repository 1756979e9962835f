package import Corpus

/// One request to one URL.
package struct HTTPRequest: Sendable {
  package var method: String
  /// Absolute, `http` or `https`, percent-encoded by the caller.
  package var url: String
  /// Sent besides `User-Agent` and `Accept-Encoding`, which the client sets itself.
  package var headers: [HeaderField]
  package var body: [UInt8]?
  /// The most bytes of the decoded body that are kept; longer bodies end as `.length`.
  package var maximumBodyBytes: Int
  /// From the start of the transfer to its end, redirects included.
  package var timeout: Duration
  /// A file that receives the body in place of memory; nil keeps it in the response.
  package var destination: String?

  package init(
    url: String, headers: [HeaderField] = [], method: String = "GET", body: [UInt8]? = nil,
    maximumBodyBytes: Int = 256 << 20, timeout: Duration = .seconds(120), destination: String? = nil
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.maximumBodyBytes = maximumBodyBytes
    self.timeout = timeout
    self.destination = destination
  }
}
