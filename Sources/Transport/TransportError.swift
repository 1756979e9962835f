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
    /// A public name that leads to a private address.
    case refusedAddress
    case badURL
    /// A method or header that cannot be sent.
    case badRequest
    case cancelled
    /// The host failed so often that nothing is sent to it for a while.
    case hostUnavailable
    /// The month's request budget is spent, or cannot be written down.
    case budget
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
  /// With `hostUnavailable`: how long nothing will be sent to the host; nil otherwise.
  package var retryDelay: Duration?

  package init(
    _ code: Code, url: String, _ message: String, cause: String = "", retryDelay: Duration? = nil
  ) {
    self.code = code
    self.retryDelay = retryDelay
    self.url = url
    self.message = message
    self.cause = cause
  }

  package var description: String {
    cause.isEmpty ? "\(message) (\(url))" : "\(message) (\(url)): \(cause)"
  }
}

extension TransportError {
  static func shutDown(url: String) -> TransportError {
    TransportError(.shutDown, url: url, "the client was shut down")
  }

  static func cancelled(url: String) -> TransportError {
    TransportError(.cancelled, url: url, "the request was cancelled")
  }
}
