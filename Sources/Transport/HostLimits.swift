/// How much one host is asked for, and how patiently.
package struct HostLimits: Sendable, Hashable {
  /// The configured rate; nil means no limit.
  package var requestsPerSecond: Double?
  package var maxConcurrent: Int
  /// Tries of one request, the first included.
  package var maxAttempts: Int
  /// The shortest delay before another try.
  package var baseDelay: Duration
  /// The longest delay before another try, unless the host names one.
  package var capDelay: Duration
  /// Failures in a row that open the breaker, and how long it stays open.
  package var breakerFailures = 50
  package var breakerPeriod = Duration.seconds(15 * 60)
  /// A host that names a longer delay than this is given up for now.
  package var longestPause = Duration.seconds(15 * 60)
  /// A lowered rate grows by this factor once a period, up to the configured one.
  package var recoveryFactor = 1.1
  package var recoveryPeriod = Duration.seconds(10 * 60)
  /// The rate never falls below this share of the configured one.
  package var lowestRateShare = 1.0 / 64

  package init(
    requestsPerSecond: Double? = 10, maxConcurrent: Int = 8, maxAttempts: Int = 6,
    baseDelay: Duration = .seconds(1), capDelay: Duration = .seconds(60)
  ) {
    precondition(requestsPerSecond.map { $0 > 0 } ?? true, "a rate must be positive")
    precondition(maxConcurrent > 0 && maxAttempts > 0, "nothing would be sent")
    self.requestsPerSecond = requestsPerSecond
    self.maxConcurrent = maxConcurrent
    self.maxAttempts = maxAttempts
    self.baseDelay = baseDelay
    self.capDelay = capDelay
  }

  /// Requests that may start together after a rest: one second's worth, at least one.
  var burst: Double { max(1, requestsPerSecond ?? 1) }

  /// For a server on this machine: no rate, short delays.
  package static let loopback = HostLimits(
    requestsPerSecond: nil, maxConcurrent: 64, baseDelay: .milliseconds(5),
    capDelay: .milliseconds(200))
}
