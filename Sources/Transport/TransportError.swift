/// Why a request brought no response.
package struct TransportError: Error, Sendable, CustomStringConvertible {
  /// What a caller can tell apart.
  package enum Code: String, Sendable {
    /// No connection: name resolution, refused, no route.
    case unreachable
    /// The time limit passed before any body arrived.
    case timeout
    /// The connection broke before any body arrived.
    case disconnected
    /// The secure channel could not be set up.
    case tls
    case tooManyRedirects
    /// A redirect to another host or scheme.
    case refusedRedirect
    case badURL
    case cancelled
    /// The host failed so often that nothing is sent to it for a while.
    case hostUnavailable
    /// Header lines beyond the limit, or an answer that is not HTTP.
    case malformedResponse
    /// The body could not be written to its file.
    case file
    /// The client was shut down.
    case shutDown
  }

  package var code: Code
  package var url: String
  /// What went wrong and what to do.
  package var message: String
  /// What lies below, as libcurl or the system words it; empty when there is nothing.
  package var cause: String

  package init(_ code: Code, url: String, _ message: String, cause: String = "") {
    self.code = code
    self.url = url
    self.message = message
    self.cause = cause
  }

  package var description: String {
    cause.isEmpty ? "\(message) (\(url))" : "\(message) (\(url)): \(cause)"
  }

  /// Whether the same request may succeed later.
  package var isWorthRetrying: Bool {
    switch code {
    case .unreachable, .timeout, .disconnected, .tls: true
    default: false
    }
  }
}
