package import Corpus
import FlyingFox
import FlyingSocks
import Foundation
import Synchronization

/// Owns the listening socket of a simulator on loopback.
package final class SimulatorServer: Sendable {
  private let configuration: SimulatorConfiguration
  private let faults: FaultLedger
  private let router: Mutex<Router>
  private let served = Mutex(0)
  private let running = Mutex<(server: HTTPServer, task: Task<Void, any Error>)?>(nil)

  /// Makes the world; nothing listens yet. Throws when a replay folder cannot be read.
  package init(_ configuration: SimulatorConfiguration) throws(SimulatorError) {
    self.configuration = configuration
    faults = FaultLedger(configuration.faults, seed: configuration.seed)
    router = Mutex(try Router(configuration))
  }

  /// The world that is served; nil when recorded documents are replayed.
  package var world: World? { router.withLock { $0.world } }

  /// Requests answered so far, faults included.
  package var requests: Int { served.withLock { $0 } }

  /// Serves another day from now on, on the same port.
  package func advance(toDay day: Int) throws(SimulatorError) {
    var next = router.withLock { $0.configuration }
    next.day = day
    next.moment = nil
    let router = try Router(next)
    self.router.withLock { $0 = router }
  }

  /// Serves another moment from now on, within a day as well.
  package func advance(to moment: UTCInstant) throws(SimulatorError) {
    var next = router.withLock { $0.configuration }
    next.move(to: moment)
    let router = try Router(next)
    self.router.withLock { $0 = router }
  }

  /// `/simulator/now` says what the time is; `?at=2026-01-05T14:30:00Z` sets it.
  private func control(_ request: SimulatorRequest) -> SimulatorReply {
    if let text = request.query["at"] {
      guard let moment = UTCInstant(parsing: text), (try? advance(to: moment)) != nil else {
        return SimulatorReply(400, "text/plain", Array("\(text) cannot be served\n".utf8))
      }
    }
    let now = UTCInstant(milliseconds: router.withLock { $0.configuration.now })
    return SimulatorReply(200, "text/plain", Array("\(now.iso8601)\n".utf8))
  }

  // MARK: Life

  /// Listens until the surrounding task is cancelled; `ready` gets the port.
  package func run(ready: (UInt16) -> Void = { _ in }) async throws {
    let port = try await start()
    ready(port)
    let task = running.withLock { $0?.task }
    defer { running.withLock { $0 = nil } }
    try await withTaskCancellationHandler {
      try await task?.value
    } onCancel: {
      task?.cancel()
    }
  }

  /// Starts listening on 127.0.0.1 and returns the port.
  ///
  /// The server outlives the call, hence runs in a task of its own until `stop`.
  @discardableResult
  package func start() async throws(SimulatorError) -> UInt16 {
    let port = configuration.port
    do {
      let address = try sockaddr_in.inet(ip4: "127.0.0.1", port: port)
      let pool = PromptSocketPool(pool: HTTPServer.defaultPool())
      let server = HTTPServer(
        address: address, timeout: 300, pool: pool, logger: .disabled,
        handler: Handler(server: self))
      let task = Task { try await server.run() }
      running.withLock { $0 = (server, task) }
      try await server.waitUntilListening(timeout: 60)
      let bound = await Self.port(of: server) ?? port
      router.withLock { $0.configuration.port = bound }
      return bound
    } catch {
      throw SimulatorError(
        .listen, "cannot listen on 127.0.0.1:\(port); is another program using the port?",
        cause: error)
    }
  }

  /// Closes the socket and all connections.
  package func stop() async {
    let current = running.withLock { current in
      defer { current = nil }
      return current
    }
    await current?.server.stop()
    current?.task.cancel()
  }

  private static func port(of server: HTTPServer) async -> UInt16? {
    switch await server.listeningAddress {
    case .ip4(_, let port), .ip6(_, let port): port
    default: nil
    }
  }
}

extension SimulatorServer {
  /// Hands requests of the HTTP library to the simulator.
  private struct Handler: HTTPHandler {
    let server: SimulatorServer

    func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
      try await server.handle(request)
    }
  }

  private func handle(_ request: HTTPRequest) async throws -> HTTPResponse {
    served.withLock { $0 += 1 }
    let path = request.target.path()
    let fault = path == "/simulator/now" ? nil : faults.next(path)
    if fault == .reset { return HTTPResponse(webSocket: ConnectionReset()) }
    let body = request.method == .POST ? Array(try await request.bodyData) : []
    let plain = SimulatorRequest(
      method: request.method.rawValue, path: path,
      query: Dictionary(request.query.map { ($0.name, $0.value) }) { _, last in last },
      headers: request.headers.map { HeaderField($0.key.rawValue, $0.value) }, body: body)
    if path == "/simulator/now" { return Self.response(control(plain), to: plain, fault: nil) }
    var reply = router.withLock { $0 }.reply(to: plain)
    fault?.spoil(&reply, of: plain, configuration: configuration)
    return Self.response(reply, to: plain, fault: fault)
  }

  private static func response(
    _ reply: SimulatorReply, to request: SimulatorRequest, fault: Fault?
  ) -> HTTPResponse {
    var headers = HTTPHeaders()
    for field in reply.headers { headers[HTTPHeader(field.name)] = field.value }
    let status = HTTPStatusCode(reply.status, phrase: phrase(reply.status))
    if request.method == "HEAD" {
      headers[.contentLength] = String(reply.body.count)
      return HTTPResponse(statusCode: status, headers: headers)
    }
    let body =
      fault == .truncate || fault == .slow
      ? HTTPBodySequence(
        from: FaultyBody(reply.body, isCut: fault == .truncate), count: reply.body.count)
      : HTTPBodySequence(data: reply.body, suggestedBufferSize: 1 << 20)
    return HTTPResponse(statusCode: status, headers: headers, body: body)
  }

  private static func phrase(_ status: Int) -> String {
    switch status {
    case 200: "OK"
    case 301: "Moved Permanently"
    case 302: "Found"
    case 304: "Not Modified"
    case 403: "Forbidden"
    case 400: "Bad Request"
    case 404: "Not Found"
    case 429: "Too Many Requests"
    case 500: "Internal Server Error"
    case 503: "Service Unavailable"
    default: "Status"
    }
  }
}

/// Closes a connection without an answer: the only payload whose failure the server sends nothing for.
private struct ConnectionReset: WSHandler {
  func makeFrames(
    for client: AsyncThrowingStream<WSFrame, any Error>
  ) async throws -> AsyncStream<WSFrame> {
    throw SocketError.disconnected
  }
}
