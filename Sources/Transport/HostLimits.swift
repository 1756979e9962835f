/// How much one host is asked for, and how patiently.
package struct HostLimits: Sendable, Hashable {
  /// The configured rate; nil means no limit.
  package var requestsPerSecond: Double?
  package var maxConcurrent: Int
  /// Tries of one request, the first included.
  package var maxAttempts: Int
  package var baseDelay: Duration
  package var capDelay: Duration

  package init(
    requestsPerSecond: Double? = 10, maxConcurrent: Int = 8, maxAttempts: Int = 6,
    baseDelay: Duration = .seconds(1), capDelay: Duration = .seconds(60)
  ) {
    self.requestsPerSecond = requestsPerSecond
    self.maxConcurrent = maxConcurrent
    self.maxAttempts = maxAttempts
    self.baseDelay = baseDelay
    self.capDelay = capDelay
  }

  /// For a server on this machine: no rate, short delays.
  package static let loopback = HostLimits(
    requestsPerSecond: nil, maxConcurrent: 64, baseDelay: .milliseconds(5),
    capDelay: .milliseconds(200))
}
