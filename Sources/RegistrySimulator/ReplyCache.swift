import Foundation
import Synchronization

/// Keeps rendered answers, so that lists and documents are made once.
final class ReplyCache: Sendable {
  private struct Contents {
    var replies: [String: SimulatorReply] = [:]
    var bytes = 0
  }

  private let contents = Mutex(Contents())
  /// All is dropped when bodies together grow beyond this many bytes.
  private let limit: Int

  init(limit: Int = 256 << 20) { self.limit = limit }

  /// The answer kept under a key, made now when there is none.
  func reply(_ key: String, make: () -> SimulatorReply) -> SimulatorReply {
    if let reply = contents.withLock({ $0.replies[key] }) { return reply }
    let reply = make()
    contents.withLock { contents in
      if contents.bytes + reply.body.count > limit { contents = Contents() }
      contents.replies[key] = reply
      contents.bytes += reply.body.count
    }
    return reply
  }
}
