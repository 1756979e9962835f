/// What one host will currently accept. Pure: time comes in, a decision goes out.
///
/// The rate budget (a token bucket) and the number of requests at once are apart: a host may be
/// slow to answer without being asked more often. Source of the numbers: registry-protocols, 0.2.
package struct HostPolicy: Sendable {
  package typealias Instant = ContinuousClock.Instant

  package enum State: Sendable, Equatable {
    /// Requests pass as rate and width allow. To: `pausing` when the host names a delay; `broken`
    /// after the run of failures.
    case open
    /// Nothing passes until the instant the host named. To: `open` when it is reached; `broken`
    /// after the run of failures.
    case pausing(until: Instant)
    /// Nothing passes. To: `probing` with the first request after the instant; `open` when a
    /// request from before succeeds after all.
    case broken(until: Instant)
    /// One request is out, the others wait for it. To: `open` on success; `broken` on failure or,
    /// with nothing to wait for, when the probe was cancelled.
    case probing
  }

  package enum Decision: Sendable, Equatable {
    /// Start one request now and report its outcome with the permit.
    case send(Permit)
    /// Ask again at the instant.
    case wait(until: Instant)
    /// Ask again when a running request has ended.
    case hold
    /// Give up: the host is out of reach until the instant.
    case refuse(until: Instant)
  }

  /// The right to one request.
  package struct Permit: Sendable, Equatable {
    package let isProbe: Bool
  }

  /// How one request ended, as far as the host is concerned.
  package enum Outcome: Sendable, Equatable {
    /// The host answered and did not complain: also 404.
    case success
    /// 429, with the delay the host named.
    case throttled(retryAfter: Duration?)
    /// 5xx, 408, 400, 403, 406 or a transport error, with the delay the host named.
    case failure(retryAfter: Duration?)
    /// Ended by us; says nothing about the host.
    case cancelled
  }

  package private(set) var state = State.open
  /// The present rate; nil without a limit.
  package private(set) var requestsPerSecond: Double?
  package private(set) var running = 0
  package private(set) var consecutiveFailures = 0
  private var limits: HostLimits
  private var consecutiveThrottles = 0
  private var tokens: Double
  private var refilledAt: Instant
  private var rateChangedAt: Instant

  package init(limits: HostLimits, now: Instant) {
    self.limits = limits
    requestsPerSecond = limits.requestsPerSecond
    tokens = limits.burst
    refilledAt = now
    rateChangedAt = now
  }
}

// MARK: - Starting

extension HostPolicy {
  /// Decides on one more request; `.send` counts it as running.
  package mutating func mayAnotherStart(at now: Instant) -> Decision {
    switch state {
    case .broken(let until) where now < until: return .refuse(until: until)
    case .broken:
      state = .probing
      running += 1
      return .send(Permit(isProbe: true))
    case .probing: return .hold
    case .pausing(let until) where now < until:
      return until - now > limits.longestPause ? .refuse(until: until) : .wait(until: until)
    case .pausing: state = .open
    case .open: break
    }
    guard hasRoom else { return .hold }
    if let ready = takeToken(at: now) { return .wait(until: ready) }
    running += 1
    return .send(Permit(isProbe: false))
  }

  /// Whether a request on hold may ask again.
  package var hasRoom: Bool { state != .probing && running < limits.maxConcurrent }

  /// Takes a token; when there is none, the instant at which there will be one.
  private mutating func takeToken(at now: Instant) -> Instant? {
    recoverRate(at: now)
    guard let rate = requestsPerSecond else { return nil }
    let elapsed = (now - refilledAt).seconds
    tokens = min(limits.burst, tokens + max(0, elapsed) * rate)
    refilledAt = max(refilledAt, now)
    guard tokens < 1 else {
      tokens -= 1
      return nil
    }
    // A nanosecond more, so that rounding never asks too early.
    return now + .seconds((1 - tokens) / rate) + .nanoseconds(1)
  }

  /// Takes a new configured rate; a host that was slowed stays slowed in proportion.
  package mutating func rateChanged(to rate: Double?, at now: Instant) {
    precondition(rate.map { $0 > 0 } ?? true, "a rate must be positive")
    recoverRate(at: now)
    let share = limits.requestsPerSecond.flatMap { whole in requestsPerSecond.map { $0 / whole } }
    limits.requestsPerSecond = rate
    requestsPerSecond = rate.map { $0 * (share ?? 1) }
    tokens = min(tokens, limits.burst)
  }

  private mutating func recoverRate(at now: Instant) {
    guard let configured = limits.requestsPerSecond, var rate = requestsPerSecond else { return }
    while rate < configured, now - rateChangedAt >= limits.recoveryPeriod {
      rate = min(configured, rate * limits.recoveryFactor)
      rateChangedAt += limits.recoveryPeriod
    }
    requestsPerSecond = rate
  }
}

// MARK: - Ending

extension HostPolicy {
  /// Takes note of how a request ended.
  package mutating func requestEnded(_ permit: Permit, _ outcome: Outcome, at now: Instant) {
    running -= 1
    switch outcome {
    case .success:
      consecutiveFailures = 0
      consecutiveThrottles = 0
      succeed(permit)
    case .throttled(let delay):
      consecutiveThrottles += 1
      if consecutiveThrottles == 2 { halveRate(at: now) }
      fail(permit, delay, at: now)
    case .failure(let delay):
      consecutiveThrottles = 0
      fail(permit, delay, at: now)
    case .cancelled:
      if permit.isProbe { state = .broken(until: now) }
    }
  }

  private mutating func succeed(_ permit: Permit) {
    switch state {
    case .probing where permit.isProbe: state = .open
    case .broken: state = .open
    case .probing, .open, .pausing: break
    }
  }

  private mutating func fail(_ permit: Permit, _ delay: Duration?, at now: Instant) {
    consecutiveFailures += 1
    let named = now + (delay ?? .zero)
    switch state {
    case .probing where permit.isProbe:
      state = .broken(until: max(now + limits.breakerPeriod, named))
    case .open, .pausing:
      if consecutiveFailures >= limits.breakerFailures {
        state = .broken(until: max(now + limits.breakerPeriod, named))
      } else if delay != nil {
        pause(until: named)
      }
    case .broken, .probing: break
    }
  }

  private mutating func pause(until named: Instant) {
    if case .pausing(let until) = state, until > named { return }
    state = .pausing(until: named)
  }

  private mutating func halveRate(at now: Instant) {
    consecutiveThrottles = 0
    guard let configured = limits.requestsPerSecond, let rate = requestsPerSecond else { return }
    requestsPerSecond = max(rate / 2, configured * limits.lowestRateShare)
    tokens = min(tokens, 1)
    rateChangedAt = now
  }
}

extension Duration {
  /// With the precision of a double.
  var seconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }
}
