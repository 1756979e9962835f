internal import Synchronization

/// Owns the right to send requests under a budget; gets it in portions, before they are needed.
///
/// A portion is written down before any of it is used, so that a crash counts too many, never too few.
package final class RequestBudget: Sendable {
  /// Asks for so many more requests; the answer is how many are granted, 0 when none are left.
  package typealias Lease = @Sendable (_ wanted: Int) async throws -> Int

  private struct State {
    /// Below zero when redirects were followed that nobody could foresee.
    var left = 0
    var isSpent = false
  }

  private let portion: Int
  private let lease: Lease
  private let turnstile = Turnstile()
  private let state = Mutex(State())

  package init(portion: Int = 1000, lease: @escaping Lease) {
    precondition(portion > 0, "nothing would be sent")
    self.portion = portion
    self.lease = lease
  }

  /// Whether a request was refused because nothing was left.
  package var isSpent: Bool { state.withLock { $0.isSpent } }

  /// Takes the right to one request.
  ///
  /// Throws `TransportError` with `.budget` when nothing is left, or `CancellationError`.
  package func take(url: String) async throws {
    if takeOne() { return }
    try await turnstile.pass {
      while !takeOne() {
        let granted = try await granted(url)
        state.withLock { $0.left += granted }
      }
    }
  }

  /// Counts requests that were sent without asking: redirects.
  package func charge(_ requests: Int) { state.withLock { $0.left -= requests } }

  /// What was leased and not used, to be given back; below zero when more was used.
  package func handBack() -> Int {
    state.withLock { state in
      defer { state.left = 0 }
      return state.left
    }
  }

  private func takeOne() -> Bool {
    state.withLock { state in
      guard state.left > 0 else { return false }
      state.left -= 1
      return true
    }
  }

  private func granted(_ url: String) async throws -> Int {
    let granted: Int
    do {
      granted = try await lease(portion)
    } catch {
      throw TransportError(
        .budget, url: url, "the request budget cannot be kept", cause: "\(error)")
    }
    guard granted > 0 else {
      state.withLock { $0.isSpent = true }
      throw TransportError(
        .budget, url: url, "the month's request budget is spent: wait for the next, or raise it")
    }
    return granted
  }
}
