internal import Synchronization

/// Lets tasks pass one at a time, in the order they came.
package final class Turnstile: Sendable {
  private typealias Waiter = CheckedContinuation<Void, any Error>

  private struct State {
    var isTaken = false
    var nextTicket: UInt64 = 0
    var waiting = ArrivalQueue<Waiter>()
  }

  private let state = Mutex(State())

  package init() {}

  /// Runs the closure while no other task is inside.
  ///
  /// Throws `CancellationError` when the task is cancelled while it waits, or what the closure throws.
  package func pass<R>(_ body: () async throws -> R) async throws -> R {
    try await enter()
    defer { leave() }
    return try await body()
  }

  private func enter() async throws {
    let ticket = state.withLock { state in
      state.nextTicket += 1
      return state.nextTicket
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { queue($0, ticket) }
    } onCancel: {
      cancel(ticket)
    }
  }

  private func queue(_ waiter: Waiter, _ ticket: UInt64) {
    let mayPass = state.withLock { state in
      guard state.isTaken else {
        state.isTaken = true
        return true
      }
      state.waiting.append(waiter, ticket: ticket)
      return false
    }
    if mayPass {
      waiter.resume()
    } else if Task.isCancelled {
      // The handler may have run before the waiter was in the queue.
      cancel(ticket)
    }
  }

  private func cancel(_ ticket: UInt64) {
    let waiter = state.withLock { $0.waiting.remove(ticket) }
    waiter?.resume(throwing: CancellationError())
  }

  private func leave() {
    let next = state.withLock { state in
      let next = state.waiting.popFirst()
      state.isTaken = next != nil
      return next
    }
    next?.resume()
  }
}
