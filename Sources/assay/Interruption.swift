import Dispatch
import Foundation
import Synchronization

/// Ctrl-C and SIGTERM: the first cancels the work in hand, the second ends the process at once.
enum Interruption {
  /// Runs `work` as the root task and cancels it on the first signal.
  static func run(_ work: @escaping @Sendable () async -> Void) async {
    // A file that may not grow is then an error with a reason, not the end of the process.
    signal(SIGXFSZ, SIG_IGN)
    let task = Task { await work() }
    let seen = Mutex(0)
    let sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler {
        let count = seen.withLock { count -> Int in
          count += 1
          return count
        }
        if count > 1 { Foundation.exit(128 + number) }
        task.cancel()
      }
      source.resume()
      return source
    }
    defer { for source in sources { source.cancel() } }
    await task.value
  }
}
