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

extension HTTPRequest {
  /// The URL as it will be used, after a check of everything that goes on the wire.
  ///
  /// Throws `TransportError` with `.badURL` or `.badRequest`.
  func validated() throws(TransportError) -> HTTPURL {
    guard let parsed = HTTPURL(url) else {
      throw TransportError(.badURL, url: url, "not an absolute http or https URL")
    }
    guard Self.isToken(method) else {
      throw TransportError(.badRequest, url: url, "\(method.debugDescription) is no HTTP method")
    }
    for header in headers {
      let hasControl = header.value.utf8.contains { ($0 < 0x20 && $0 != 0x09) || $0 == 0x7F }
      guard Self.isToken(header.name), !hasControl else {
        let line = "\(header.name): \(header.value)".debugDescription
        throw TransportError(.badRequest, url: url, "the header \(line) cannot be sent")
      }
    }
    return parsed
  }

  /// Source: https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2
  private static func isToken(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
      }
  }
}
