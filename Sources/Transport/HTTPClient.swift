/// Owns the connections to all hosts and the one thread that drives them.
package final class HTTPClient: Sendable {
  package let configuration: HTTPConfiguration

  package init(configuration: HTTPConfiguration) { self.configuration = configuration }

  /// Sends one request and waits for the whole response; cancelling the task ends the transfer.
  ///
  /// Throws `TransportError`. Any status is a response, not an error.
  package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    throw TransportError(.unreachable, url: request.url, "not connected")
  }

  /// Ends the thread; running requests fail with `.shutDown`.
  package func shutdown() {}
}
