import Synchronization

/// Counts who is inside, from any thread.
final class Gauge: Sendable {
  private struct State {
    var now = 0
    var most = 0
    var total = 0
  }

  private let state = Mutex(State())

  var most: Int { state.withLock { $0.most } }
  var total: Int { state.withLock { $0.total } }

  func enter() {
    state.withLock { state in
      state.now += 1
      state.total += 1
      state.most = max(state.most, state.now)
    }
  }

  func leave() { state.withLock { $0.now -= 1 } }
}
