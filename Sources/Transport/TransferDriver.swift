internal import CCurl

/// Owns all running transfers; lives on one thread, which it blocks while nothing happens.
final class TransferDriver {
  private let configuration: HTTPConfiguration
  private let multi: MultiHandle
  private let inbox: TransferInbox
  /// By the address of the easy handle, as libcurl names it.
  private var running: [UInt: Transfer] = [:]
  private var keys: [UInt64: UInt] = [:]
  private var waiting = ArrivalQueue<Submission>()
  private var idleHandles: [EasyHandle] = []

  init(configuration: HTTPConfiguration, multi: MultiHandle, inbox: TransferInbox) {
    self.configuration = configuration
    self.multi = multi
    self.inbox = inbox
  }

  /// Runs until a shutdown message; every submission accepted before it is answered.
  func run() {
    while handleMessages(inbox.take()) {
      startWaiting()
      multi.perform()
      if concludeFinished() == 0 { multi.wait() }
    }
    failEverything()
  }

  /// False after a shutdown message.
  private func handleMessages(_ messages: [TransferInbox.Message]) -> Bool {
    for (index, message) in messages.enumerated() {
      switch message {
      case .submit(let submission): waiting.append(submission, ticket: submission.id)
      case .cancel(let id): cancel(id)
      case .shutdown:
        for case .submit(let late) in messages[index...] { waiting.append(late, ticket: late.id) }
        return false
      }
    }
    return true
  }

  private func startWaiting() {
    while running.count < configuration.maxTransfers, let submission = waiting.popFirst() {
      if submission.cancellation.isSet {
        submission.continuation.resume(throwing: TransportError.cancelled(url: submission.url.text))
      } else {
        start(submission)
      }
    }
  }

  private func start(_ submission: Submission) {
    guard let handle = idleHandles.popLast() ?? EasyHandle() else {
      let error = TransportError(.unreachable, url: submission.url.text, "out of memory")
      return submission.continuation.resume(throwing: error)
    }
    run(Transfer(submission, handle: handle, configuration: configuration))
  }

  private func run(_ transfer: Transfer) {
    transfer.prepare()
    guard multi.add(transfer.handle) else {
      let url = transfer.url.text
      let error = TransportError(.badRequest, url: url, "libcurl refuses the request")
      return transfer.submission.continuation.resume(throwing: error)
    }
    running[transfer.handle.key] = transfer
    keys[transfer.submission.id] = transfer.handle.key
  }

  /// Ends the transfers that libcurl is done with; how many there were.
  private func concludeFinished() -> Int {
    var count = 0
    while let (key, result) = multi.nextFinished() {
      count += 1
      guard let transfer = take(key) else { continue }
      switch transfer.conclude(result) {
      case .followRedirect: run(transfer)
      case .finish(let result):
        idleHandles.append(transfer.handle)
        transfer.submission.continuation.resume(with: result.mapError { $0 })
      }
    }
    return count
  }

  private func cancel(_ id: UInt64) {
    guard let key = keys[id], let transfer = take(key) else {
      if let submission = waiting.remove(id) {
        submission.continuation.resume(throwing: TransportError.cancelled(url: submission.url.text))
      }
      return
    }
    idleHandles.append(transfer.handle)
    let error = TransportError.cancelled(url: transfer.url.text)
    transfer.submission.continuation.resume(throwing: error)
  }

  /// Takes a transfer out of libcurl's hands.
  private func take(_ key: UInt) -> Transfer? {
    guard let transfer = running.removeValue(forKey: key) else { return nil }
    keys.removeValue(forKey: transfer.submission.id)
    multi.remove(transfer.handle)
    return transfer
  }

  private func failEverything() {
    for case .submit(let late) in inbox.close() { waiting.append(late, ticket: late.id) }
    for key in Array(running.keys) {
      guard let transfer = take(key) else { continue }
      let error = TransportError.shutDown(url: transfer.url.text)
      transfer.submission.continuation.resume(throwing: error)
    }
    while let submission = waiting.popFirst() {
      submission.continuation.resume(throwing: TransportError.shutDown(url: submission.url.text))
    }
  }
}

extension EasyHandle {
  /// The handle's name in libcurl's messages.
  var key: UInt { unsafe UInt(bitPattern: pointer) }
}
