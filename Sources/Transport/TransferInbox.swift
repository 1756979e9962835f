internal import Synchronization

/// A request on its way to the driver.
struct Submission: Sendable {
  let id: UInt64
  let request: HTTPRequest
  let url: HTTPURL
  let cancellation: CancellationFlag
  let continuation: CheckedContinuation<HTTPResponse, any Error>
}

/// Says that the sender no longer waits; set once, from any thread.
final class CancellationFlag: Sendable {
  private let flag = Atomic(false)
  var isSet: Bool { flag.load(ordering: .acquiring) }
  func set() { flag.store(true, ordering: .releasing) }
}

/// Where tasks leave work for the driver's thread.
final class TransferInbox: Sendable {
  enum Message: Sendable {
    case submit(Submission)
    case cancel(UInt64)
    case shutdown
  }

  private struct State {
    var messages: [Message] = []
    var nextID: UInt64 = 0
    var isClosed = false
  }

  private let state = Mutex(State())
  private let multi: MultiHandle

  init(multi: MultiHandle) { self.multi = multi }

  func nextID() -> UInt64 {
    state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
  }

  /// False when the inbox is closed: nobody will read the message.
  @discardableResult
  func post(_ message: Message) -> Bool {
    let (isAccepted, isFirst) = state.withLock { state in
      guard !state.isClosed else { return (false, false) }
      state.messages.append(message)
      return (true, state.messages.count == 1)
    }
    // Whoever left the first message woke the driver, which takes all that are there by then.
    if isFirst { multi.wake() }
    return isAccepted
  }

  func take() -> [Message] {
    state.withLock { state in
      defer { state.messages.removeAll(keepingCapacity: true) }
      return state.messages
    }
  }

  /// Refuses further messages and hands out the last ones.
  func close() -> [Message] {
    state.withLock { state in
      state.isClosed = true
      defer { state.messages = [] }
      return state.messages
    }
  }
}
