internal import Foundation

/// Owns the connections to all hosts and the one thread that drives them.
///
/// Speaks HTTP/2 where the server does, asks for gzip and decodes it, takes proxies from the
/// environment as curl does (never for loopback), and follows redirects only as configured.
package final class HTTPClient: Sendable {
  package let configuration: HTTPConfiguration
  private let inbox: TransferInbox

  package init(configuration: HTTPConfiguration) {
    self.configuration = configuration
    let multi = MultiHandle(configuration)
    let inbox = TransferInbox(multi: multi)
    self.inbox = inbox
    let thread = Thread {
      TransferDriver(configuration: configuration, multi: multi, inbox: inbox).run()
    }
    thread.name = "assay.transport"
    thread.start()
  }

  deinit { shutdown() }

  /// Sends one request and waits for the whole response; cancelling the task ends the transfer.
  ///
  /// Any status is a response. A body that ended early is a response with `truncation`.
  /// Throws `TransportError`.
  package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    let url = try request.validated()
    let id = inbox.nextID()
    let cancellation = CancellationFlag()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let submission = Submission(
          id: id, request: request, url: url, cancellation: cancellation,
          continuation: continuation)
        if !inbox.post(.submit(submission)) {
          continuation.resume(throwing: TransportError.shutDown(url: request.url))
        }
      }
    } onCancel: {
      cancellation.set()
      inbox.post(.cancel(id))
    }
  }

  /// Ends the thread without waiting for it; running requests fail with `.shutDown`.
  package func shutdown() { inbox.post(.shutdown) }
}
