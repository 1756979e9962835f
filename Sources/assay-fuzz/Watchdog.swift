import Foundation
import Synchronization

/// Ends the process when one input takes too long.
final class Watchdog: Sendable {
  private struct Work {
    var name: String
    var deadline: ContinuousClock.Instant
  }

  private let work = Mutex<Work?>(nil)
  private let limit: Duration

  /// Starts the watching thread. - parameter limit: seconds for one input.
  init(limit: Double) {
    self.limit = .seconds(limit)
    Thread.detachNewThread { [self] in
      while true {
        check()
        Thread.sleep(forTimeInterval: 0.25)
      }
    }
  }

  /// An input begins.
  func start(_ name: String) {
    work.withLock { $0 = Work(name: name, deadline: .now + limit) }
  }

  /// The input is done.
  func stop() { work.withLock { $0 = nil } }

  private func check() {
    guard let late = work.withLock({ $0 }), late.deadline < .now else { return }
    FileHandle.standardError.write(
      Data("hang: --replay \(late.name) ran for more than \(limit)\n".utf8))
    abort()
  }
}
