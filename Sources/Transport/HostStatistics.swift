/// What was asked of one host, and what came of it.
package struct HostStatistics: Sendable, Hashable, Codable {
  /// Host and port, as `registry.example` or `127.0.0.1:8080`.
  package var host: String
  /// Requests sent, retries included.
  package var requests: Int = 0
  /// Bytes received on the wire.
  package var bytes: Int = 0
  /// Responses 304.
  package var notModified: Int = 0
  /// Requests that were not the first try.
  package var retries: Int = 0
  /// Requests given up after the last try.
  package var failures: Int = 0

  package init(host: String) { self.host = host }
}
