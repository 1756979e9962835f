import Testing
import Transport

@Suite struct TurnstileTests {
  @Test func `lets one task in at a time`() async throws {
    let turnstile = Turnstile()
    let gauge = Gauge()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<200 {
        group.addTask {
          try await turnstile.pass {
            gauge.enter()
            await Task.yield()
            gauge.leave()
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(gauge.most == 1)
    #expect(gauge.total == 200)
  }

  @Test func `a cancelled task leaves the queue and the others pass`() async throws {
    let turnstile = Turnstile()
    let (holds, held) = AsyncStream.makeStream(of: Void.self)
    let (releases, release) = AsyncStream.makeStream(of: Void.self)
    try await withThrowingTaskGroup(of: String.self) { group in
      group.addTask {
        try await turnstile.pass {
          held.yield()
          for await _ in releases { break }
          return "first"
        }
      }
      for await _ in holds { break }
      let outcome = await withTaskGroup(of: String.self) { inner in
        inner.addTask {
          do { return try await turnstile.pass { "passed" } } catch { return "\(type(of: error))" }
        }
        inner.cancelAll()
        return await inner.next() ?? ""
      }
      #expect(outcome == "CancellationError")
      group.addTask { try await turnstile.pass { "second" } }
      release.yield()
      var seen: Set<String> = []
      for try await name in group { seen.insert(name) }
      #expect(seen == ["first", "second"])
    }
  }

  @Test func `an error inside opens the turnstile again`() async throws {
    struct Failure: Error {}
    let turnstile = Turnstile()
    await #expect(throws: Failure.self) { try await turnstile.pass { throw Failure() } }
    #expect(try await turnstile.pass { 1 } == 1)
  }
}
