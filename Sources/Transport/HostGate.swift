internal import Synchronization

/// Applies one host's policy to the tasks that want to send to it, first come first served.
final class HostGate: Sendable {
  private struct State {
    var policy: HostPolicy
    var statistics: HostStatistics
    /// The task at the head of the queue while it waits for a running request to end.
    var held: CheckedContinuation<Void, any Error>?
  }

  let limits: HostLimits
  private let host: String
  private let pacing: Pacing
  private let turnstile = Turnstile()
  private let state: Mutex<State>

  init(host: String, limits: HostLimits, pacing: Pacing) {
    self.host = host
    self.limits = limits
    self.pacing = pacing
    state = Mutex(
      State(
        policy: HostPolicy(limits: limits, now: pacing.now()),
        statistics: HostStatistics(host: host)))
  }

  var statistics: HostStatistics { state.withLock { $0.statistics } }

  func count(_ change: (inout HostStatistics) -> Void) {
    state.withLock { change(&$0.statistics) }
  }

  func setRate(_ rate: Double?) {
    let now = pacing.now()
    state.withLock { $0.policy.rateChanged(to: rate, at: now) }
  }

  /// Waits until the host accepts one more request.
  ///
  /// Throws `TransportError` with `.hostUnavailable`, or `CancellationError`.
  func enter(url: String) async throws -> HostPolicy.Permit {
    try await turnstile.pass {
      while true {
        let now = pacing.now()
        switch state.withLock({ $0.policy.mayAnotherStart(at: now) }) {
        case .send(let permit): return permit
        case .wait(let until): try await pacing.sleep(until - now)
        case .hold: try await hold()
        case .refuse(let until): throw unavailable(url, until - now)
        }
      }
    }
  }

  /// Reports how a request ended and lets the next one ask.
  func leave(_ permit: HostPolicy.Permit, _ outcome: HostPolicy.Outcome) {
    let now = pacing.now()
    let mayAsk = state.withLock { state in
      state.policy.requestEnded(permit, outcome, at: now)
      return state.policy.hasRoom
    }
    if mayAsk { resumeHeld(with: .success(())) }
  }

  private func hold() async throws {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let mayAsk = state.withLock { state in
          if !state.policy.hasRoom { state.held = continuation }
          return state.policy.hasRoom
        }
        if mayAsk {
          continuation.resume()
        } else if Task.isCancelled {
          resumeHeld(with: .failure(CancellationError()))
        }
      }
    } onCancel: {
      resumeHeld(with: .failure(CancellationError()))
    }
  }

  private func resumeHeld(with result: Result<Void, any Error>) {
    let held = state.withLock { state in
      defer { state.held = nil }
      return state.held
    }
    held?.resume(with: result)
  }

  private func unavailable(_ url: String, _ delay: Duration) -> TransportError {
    TransportError(
      .hostUnavailable, url: url,
      "\(host) failed too often or asked for a pause; try again in \(Int(delay.seconds)) s",
      retryDelay: delay)
  }
}
