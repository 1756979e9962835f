import Corpus
import Glibc
import Synchronization
import Testing
import Transport

/// A clock that only sleeping moves, and the record of the sleeps.
private final class FakeTime: Sendable {
  private let start = ContinuousClock.now
  private let slept = Mutex<[Duration]>([])

  var sleeps: [Duration] { slept.withLock { $0 } }

  var pacing: Pacing {
    Pacing(
      now: { self.start + self.sleeps.reduce(.zero, +) },
      sleep: { duration in
        try Task.checkCancellation()
        self.slept.withLock { $0.append(duration) }
      },
      random: { 0.5 }, utcNow: { UTCInstant(milliseconds: 784_111_777_000) })
  }
}

/// Gives the answers in turn, then the last one for ever.
private final class Script: Sendable {
  private let answers: [String]
  private let next = Mutex(0)

  init(_ answers: [String]) { self.answers = answers }

  func answer() -> String {
    next.withLock { index in
      defer { index = min(index + 1, answers.count - 1) }
      return answers[index]
    }
  }
}

@Suite struct PoliteClientTests {
  private let time = FakeTime()
  private let plain = HostLimits(requestsPerSecond: nil)

  private func client(_ limits: HostLimits? = nil) -> PoliteClient {
    PoliteClient(
      client: HTTPClient(configuration: HTTPConfiguration(userAgent: "assay/test")),
      limits: limits ?? plain, pacing: time.pacing)
  }

  private func server(_ answers: String...) -> HostileServer {
    let script = Script(answers)
    return HostileServer.answering { _ in script.answer() }
  }

  @Test(arguments: ["200 OK", "304 Not Modified", "404 Not Found", "410 Gone", "451 No"])
  func `a final status is returned at once`(status: String) async throws {
    let server = server(answer(status))
    let response = try await client().send(HTTPRequest(url: server.url))
    #expect(response.status == Int(status.prefix(3)))
    #expect(time.sleeps.isEmpty)
  }

  @Test(arguments: ["500 Oops", "503 Busy", "408 Slow", "429 Many", "502 Bad", "599 Odd"])
  func `a passing failure is tried again with growing delays`(status: String) async throws {
    let server = server(answer(status), answer(status), answer("200 OK", "x"))
    let client = client()
    let response = try await client.send(HTTPRequest(url: server.url))
    #expect(response.status == 200)
    #expect(time.sleeps == [.seconds(2), .seconds(3.5)])
    let statistics = try #require(client.statistics().first)
    #expect(statistics.host == "127.0.0.1:\(server.port)")
    #expect(statistics.requests == 3)
    #expect(statistics.retries == 2)
    #expect(statistics.failures == 0)
    #expect(statistics.bytes > 100)
  }

  @Test(arguments: ["400 Bad", "403 Forbidden", "406 No"])
  func `a refusal is tried once more, counted, and returned`(status: String) async throws {
    let server = server(answer(status, "why"))
    let client = client()
    let response = try await client.send(HTTPRequest(url: server.url))
    #expect(response.status == Int(status.prefix(3)))
    #expect(time.sleeps.count == 1)
    let statistics = try #require(client.statistics().first)
    #expect(statistics.requests == 2 && statistics.refused == 2 && statistics.failures == 1)
  }

  @Test func `a refusal after failures is not tried again`() async throws {
    let server = server(answer("503 Busy"), answer("403 Forbidden"))
    #expect(try await client().send(HTTPRequest(url: server.url)).status == 403)
    #expect(time.sleeps.count == 1)
  }

  @Test func `fifty refusals open the breaker: a firewall is not stormed`() async throws {
    let server = server(answer("403 Forbidden"))
    let client = client()
    for _ in 0..<25 { _ = try await client.send(HTTPRequest(url: server.url)) }
    await #expect(throws: TransportError.self) {
      try await client.send(HTTPRequest(url: server.url))
    }
    #expect(client.statistics().first?.requests == 50)
  }

  @Test(arguments: [
    ("Retry-After: 7", 7.0), ("Retry-After: Sun, 06 Nov 1994 08:49:47 GMT", 10.0),
    ("Retry-After: nonsense", 2.0), ("X-Other: 7", 2.0),
  ])
  func `the host's delay is kept`(header: String, seconds: Double) async throws {
    let server = server(answer("429 Many", headers: [header]), answer("200 OK"))
    let response = try await client().send(HTTPRequest(url: server.url))
    #expect(response.status == 200)
    #expect(time.sleeps.reduce(.zero, +) == .seconds(seconds))
  }

  @Test func `the last response is returned when the tries are used up`() async throws {
    let server = server(answer("503 Busy", "sorry"))
    let client = client()
    let response = try await client.send(HTTPRequest(url: server.url))
    #expect(response.status == 503)
    #expect(response.body == Array("sorry".utf8))
    #expect(time.sleeps.count == 5)
    let statistics = try #require(client.statistics().first)
    #expect(statistics.requests == 6 && statistics.failures == 1)
  }

  @Test func `the last error is thrown when no try brought a response`() async throws {
    do {
      _ = try await client().send(HTTPRequest(url: "http://127.0.0.1:1/"))
      Issue.record("a response from nowhere")
    } catch let error as TransportError {
      #expect(error.code == .unreachable)
      #expect(!error.cause.isEmpty)
    }
    #expect(time.sleeps.count == 5)
  }

  @Test func `a body cut short is fetched again, and returned when it stays short`() async throws {
    let short = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\nhalf"
    let script = Script([short, answer("200 OK", "whole")])
    let mending = HostileServer { connection in
      _ = connection.readRequest()
      connection.write(script.answer())
    }
    #expect(try await client().send(HTTPRequest(url: mending.url)).body == Array("whole".utf8))
    let broken = HostileServer { connection in
      _ = connection.readRequest()
      connection.write(short)
    }
    let response = try await client().send(HTTPRequest(url: broken.url))
    #expect(response.truncation == .disconnect)
    #expect(response.body == Array("half".utf8))
    #expect(broken.connections == 6)
  }

  @Test func `a body at the size limit is final`() async throws {
    let server = server(answer("200 OK", "0123456789"))
    let response = try await client().send(HTTPRequest(url: server.url, maximumBodyBytes: 4))
    #expect(response.truncation == .length)
    #expect(time.sleeps.isEmpty)
  }

  @Test(arguments: [
    ("http://127.0.0.1:1/x y", TransportError.Code.badURL), ("ftp://a.example/", .badURL),
  ])
  func `what cannot be sent is not tried twice`(url: String, code: TransportError.Code) async {
    do {
      _ = try await client().send(HTTPRequest(url: url))
      Issue.record("sent")
    } catch {
      #expect((error as? TransportError)?.code == code)
    }
    #expect(time.sleeps.isEmpty)
  }

  @Test func `a refused redirect is not tried twice`() async {
    let server = server(answer("302 Found", headers: ["Location: http://a.example/"]))
    do {
      _ = try await client().send(HTTPRequest(url: server.url))
      Issue.record("followed")
    } catch {
      #expect((error as? TransportError)?.code == .refusedRedirect)
    }
    #expect(time.sleeps.isEmpty)
  }

  @Test func `a broken host is refused until the breaker's time is over`() async throws {
    var limits = HostLimits(requestsPerSecond: nil, maxAttempts: 2)
    limits.breakerFailures = 3
    let server = server(answer("500 Oops"))
    let client = client(limits)
    #expect(try await client.send(HTTPRequest(url: server.url)).status == 500)
    // The third failure opens the breaker; the response in hand is worth more than the refusal.
    #expect(try await client.send(HTTPRequest(url: server.url)).status == 500)
    do {
      _ = try await client.send(HTTPRequest(url: server.url))
      Issue.record("sent to a broken host")
    } catch let error as TransportError {
      #expect(error.code == .hostUnavailable)
      #expect(try #require(error.retryDelay) <= .seconds(900))
    }
    #expect(client.statistics().first?.requests == 3)
    try await time.pacing.sleep(.seconds(900))
    #expect(try await client.send(HTTPRequest(url: server.url)).status == 500)
    #expect(client.statistics().first?.requests == 4)
  }

  @Test func `the rate is kept over many tasks`() async throws {
    let server = server(answer("200 OK"))
    let client = client(HostLimits(requestsPerSecond: 10, maxConcurrent: 4))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<50 {
        group.addTask { _ = try await client.send(HTTPRequest(url: server.url)) }
      }
      try await group.waitForAll()
    }
    // Ten may start together; the other forty are a tenth of a second apart.
    let total = time.sleeps.reduce(.zero, +)
    #expect(total >= .seconds(4) && total < .seconds(4.001))
    #expect(client.statistics().first?.requests == 50)
  }

  @Test func `no more requests than allowed are out at once`() async throws {
    let gauge = Gauge()
    let server = HostileServer { connection in
      while connection.readRequest() != nil {
        gauge.enter()
        sched_yield()
        gauge.leave()
        connection.write(answer("200 OK"))
      }
    }
    let client = client(HostLimits(requestsPerSecond: nil, maxConcurrent: 2))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<60 {
        group.addTask { _ = try await client.send(HTTPRequest(url: server.url)) }
      }
      try await group.waitForAll()
    }
    #expect(gauge.most <= 2)
    #expect(gauge.total == 60)
    #expect(server.connections <= 2)
  }

  @Test func `cancelling a task that waits for room ends it`() async {
    let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
    let server = HostileServer { connection in
      _ = connection.readRequest()
      arrived.yield()
      connection.waitForClose()
    }
    let client = client(HostLimits(requestsPerSecond: nil, maxConcurrent: 1))
    let codes = await withTaskGroup(of: TransportError.Code?.self) { group in
      for index in 0..<5 {
        group.addTask {
          do {
            _ = try await client.send(HTTPRequest(url: "\(server.url)/\(index)"))
            return nil
          } catch {
            return (error as? TransportError)?.code
          }
        }
      }
      for await _ in arrivals { break }
      group.cancelAll()
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(codes == Array(repeating: .cancelled, count: 5))
  }

  @Test func `limits differ by host`() async throws {
    let server = server(answer("500 Oops"))
    let host = "127.0.0.1:\(server.port)"
    let client = PoliteClient(
      client: HTTPClient(configuration: HTTPConfiguration(userAgent: "assay/test")),
      limits: plain, limitsPerHost: [host: HostLimits(requestsPerSecond: nil, maxAttempts: 1)],
      pacing: time.pacing)
    _ = try await client.send(HTTPRequest(url: server.url))
    #expect(client.statistics().map(\.requests) == [1])
  }
}
