/// The delays between the tries of one request. Pure: random numbers come in.
///
/// Decorrelated jitter: every delay is drawn between the base and three times the one before.
/// Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
package struct RetrySchedule: Sendable {
  private let limits: HostLimits
  private var previous: Duration
  /// Tries so far, the first included.
  package private(set) var attempts = 1

  package init(limits: HostLimits) {
    self.limits = limits
    previous = limits.baseDelay
  }

  /// The delay before the next try; nil when the tries are used up.
  ///
  /// `random` is in 0..<1. A delay that the host named wins over the drawn one. A request that was
  /// refused is sent at most twice in all.
  package mutating func nextDelay(
    random: Double, retryAfter: Duration? = nil, wasRefused: Bool = false
  ) -> Duration? {
    let most = wasRefused ? min(2, limits.maxAttempts) : limits.maxAttempts
    guard attempts < most else { return nil }
    attempts += 1
    let span = max(.zero, previous * 3 - limits.baseDelay)
    previous = min(limits.capDelay, limits.baseDelay + span * random)
    return retryAfter ?? previous
  }
}
