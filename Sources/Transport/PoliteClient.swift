internal import Corpus
internal import Synchronization

/// Sends requests as each host's policy allows, and retries what is worth it.
package final class PoliteClient: Sendable {
  private let client: HTTPClient
  private let limits: HostLimits
  private let limitsPerHost: [String: HostLimits]
  private let budget: RequestBudget?
  private let pacing: Pacing
  private let gates = Mutex<[String: HostGate]>([:])

  /// `limitsPerHost` overrules `limits`; keys are hosts as in `HostStatistics`. The budget counts
  /// requests to all hosts.
  package init(
    client: HTTPClient, limits: HostLimits, limitsPerHost: [String: HostLimits] = [:],
    budget: RequestBudget? = nil, pacing: Pacing = Pacing()
  ) {
    self.client = client
    self.limits = limits
    self.limitsPerHost = limitsPerHost
    self.budget = budget
    self.pacing = pacing
  }

  /// Waits its turn for the host, sends, and retries 408, 429, 5xx, broken bodies and transport errors.
  ///
  /// When the tries are used up, the last response is returned whatever its status or truncation.
  /// Throws `TransportError` when the last try brought none.
  package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    let gate = gate(for: try request.validated().authority)
    var schedule = RetrySchedule(limits: gate.limits)
    var last: Result<HTTPResponse, TransportError>?
    while true {
      let attempt = await attempt(request, through: gate, isRetry: last != nil)
      // A response in hand is worth more than the news that nothing more may be sent.
      if case .failure(let error) = attempt, [.hostUnavailable, .budget].contains(error.code),
        let last
      {
        return try give(up: last, gate)
      }
      last = attempt
      guard let retry = AttemptVerdict(attempt, now: pacing.utcNow()).retry else {
        return try attempt.get()
      }
      let delay = schedule.nextDelay(
        random: pacing.random(), retryAfter: retry.delay, wasRefused: retry.isLast)
      guard let delay else { return try give(up: attempt, gate) }
      do { try await pacing.sleep(delay) } catch {
        throw TransportError.cancelled(url: request.url)
      }
    }
  }

  /// Asks a host at another rate from now on; what it was slowed by before stays in proportion.
  ///
  /// - Parameters:
  ///   - rate: requests per second; nil means no limit.
  ///   - host: as in `HostStatistics`.
  package func setRate(_ rate: Double?, of host: String) {
    gate(for: host).setRate(rate)
  }

  /// What was asked of each host so far, sorted by host.
  package func statistics() -> [HostStatistics] {
    gates.withLock { Array($0.values) }.map(\.statistics).sorted { $0.host < $1.host }
  }

  func gate(for host: String) -> HostGate {
    gates.withLock { gates in
      if let gate = gates[host] { return gate }
      let gate = HostGate(host: host, limits: limitsPerHost[host] ?? limits, pacing: pacing)
      gates[host] = gate
      return gate
    }
  }

  private func attempt(
    _ request: HTTPRequest, through gate: HostGate, isRetry: Bool
  ) async -> Result<HTTPResponse, TransportError> {
    let permit: HostPolicy.Permit
    do {
      permit = try await gate.enter(url: request.url)
    } catch let error as TransportError {
      return .failure(error)
    } catch {
      return .failure(.cancelled(url: request.url))
    }
    do {
      try await budget?.take(url: request.url)
    } catch {
      gate.leave(permit, .cancelled)
      return .failure(error as? TransportError ?? .cancelled(url: request.url))
    }
    let result = await result(of: request)
    if case .success(let response) = result { budget?.charge(response.redirects) }
    gate.leave(permit, AttemptVerdict(result, now: pacing.utcNow()).outcome)
    gate.count { $0.count(result, isRetry: isRetry) }
    return result
  }

  private func result(of request: HTTPRequest) async -> Result<HTTPResponse, TransportError> {
    do {
      return .success(try await client.send(request))
    } catch let error as TransportError {
      return .failure(error)
    } catch {
      return .failure(TransportError(.disconnected, url: request.url, "\(error)"))
    }
  }

  private func give(
    up attempt: Result<HTTPResponse, TransportError>, _ gate: HostGate
  ) throws -> HTTPResponse {
    gate.count { $0.failures += 1 }
    return try attempt.get()
  }
}

extension HostStatistics {
  fileprivate mutating func count(
    _ result: Result<HTTPResponse, TransportError>, isRetry: Bool
  ) {
    requests += 1
    if isRetry { retries += 1 }
    guard case .success(let response) = result else { return }
    requests += response.redirects
    bytes += response.wireBytes
    switch response.status {
    case 304: notModified += 1
    case 429: throttled += 1
    case 400, 403, 406: refused += 1
    default: break
    }
  }
}
