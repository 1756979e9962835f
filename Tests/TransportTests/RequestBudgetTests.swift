import Synchronization
import Testing
import Transport

/// Grants from a store of requests, and remembers what was asked for.
private final class Grants: Sendable {
  private let state: Mutex<(left: Int, asked: [Int])>

  init(_ left: Int) { state = Mutex((left, [])) }

  var asked: [Int] { state.withLock { $0.asked } }

  func lease(_ wanted: Int) -> Int {
    state.withLock { state in
      state.asked.append(wanted)
      let granted = min(wanted, state.left)
      state.left -= granted
      return granted
    }
  }
}

@Suite struct RequestBudgetTests {
  private func client(_ budget: RequestBudget) -> PoliteClient {
    PoliteClient(
      client: HTTPClient(configuration: HTTPConfiguration(userAgent: "assay/test")),
      limits: .loopback, budget: budget)
  }

  @Test func `leases in portions and hands back the rest`() async throws {
    let grants = Grants(100)
    let budget = RequestBudget(portion: 4) { grants.lease($0) }
    for _ in 0..<5 { try await budget.take(url: "x") }
    #expect(grants.asked == [4, 4])
    budget.charge(1)
    #expect(budget.handBack() == 2)
    #expect(budget.handBack() == 0)
    try await budget.take(url: "x")
    #expect(grants.asked == [4, 4, 4])
  }

  @Test func `many tasks together never take more than was granted`() async {
    let grants = Grants(50)
    let budget = RequestBudget(portion: 7) { grants.lease($0) }
    let taken = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<200 {
        group.addTask { (try? await budget.take(url: "x")) != nil }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(taken == 50)
    #expect(budget.isSpent && budget.handBack() == 0)
  }

  @Test func `redirects nobody foresaw are paid for by the next requests`() async throws {
    let grants = Grants(10)
    let budget = RequestBudget(portion: 5) { grants.lease($0) }
    try await budget.take(url: "x")
    budget.charge(7)
    try await budget.take(url: "x")
    #expect(budget.handBack() == 1)
  }

  @Test func `a lease that cannot be written down stops the request`() async {
    struct Full: Error {}
    let budget = RequestBudget { _ in throw Full() }
    let error = await #expect(throws: TransportError.self) { try await budget.take(url: "x") }
    #expect(error?.code == .budget && error?.cause == "Full()")
    #expect(!budget.isSpent)
  }

  @Test func `retries, conditional requests and redirects count, and nothing is sent beyond`()
    async throws
  {
    let server = HostileServer.answering { head in
      if head.hasPrefix("GET /moved") { return answer("302 Found", headers: ["Location: /end"]) }
      if head.hasPrefix("GET /old") { return "HTTP/1.1 304 Not Modified\r\n\r\n" }
      return head.hasPrefix("GET /end") ? answer("200 OK") : answer("500 Oops")
    }
    let grants = Grants(6)
    let client = client(RequestBudget(portion: 2) { grants.lease($0) })
    #expect(try await client.send(HTTPRequest(url: server.url + "/moved")).status == 200)
    #expect(try await client.send(HTTPRequest(url: server.url + "/old")).status == 304)
    // Three are left: the answer in hand is worth more than the news that no more may be sent.
    #expect(try await client.send(HTTPRequest(url: server.url + "/broken")).status == 500)
    let error = await #expect(throws: TransportError.self) {
      try await client.send(HTTPRequest(url: server.url + "/end"))
    }
    #expect(error?.code == .budget)
    let statistics = try #require(client.statistics().first)
    #expect(statistics.requests == 6 && statistics.retries == 2 && statistics.notModified == 1)
  }
}
