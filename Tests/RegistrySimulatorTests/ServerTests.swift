import Corpus
import Foundation
import FoundationNetworking
import RegistrySimulator
import Testing

@Suite struct ServerTests {
  private func status(_ url: String) async throws -> (Int, Data) {
    let address = try #require(URL(string: url))
    let (data, response) = try await URLSession(configuration: .ephemeral).data(from: address)
    return ((response as? HTTPURLResponse)?.statusCode ?? 0, data)
  }

  @Test func `serves over a socket and moves on to the next day`() async throws {
    let server = try SimulatorServer(SimulatorConfiguration(packages: 50, seed: 2))
    let port = try await server.start()
    let endpoints = SimulatorEndpoints(base: "http://127.0.0.1:\(port)/")
    let (code, body) = try await status(endpoints.cratesIndex + "/config.json")
    #expect(code == 200)
    #expect(try object(body)["dl"] as? String != nil)
    #expect(String(decoding: body, as: UTF8.self).contains("127.0.0.1:\(port)"))
    let before = try object(try await status(endpoints.npmReplicate + "/registry/").1)
    try server.advance(toDay: 2)
    let after = try object(try await status(endpoints.npmReplicate + "/registry/").1)
    #expect(try #require(after["update_seq"] as? Int) > (before["update_seq"] as? Int ?? .max))
    #expect(server.requests == 3)
    await server.stop()
  }

  @Test(arguments: ["reset=1", "truncate=1"])
  func `broken connections end, and the third try succeeds`(faults: String) async throws {
    let server = try SimulatorServer(
      SimulatorConfiguration(
        packages: 50, seed: 2, faults: FaultPlan(parsing: faults)))
    let base = "http://127.0.0.1:\(try await server.start())"
    for _ in 0..<2 {
      await #expect(throws: (any Error).self) {
        try await status(base + "/npm-replicate/registry/")
      }
    }
    #expect(try await status(base + "/npm-replicate/registry/").0 == 200)
    await server.stop()
  }

  @Test func `an overloaded registry says when to come back`() async throws {
    let plan = try FaultPlan(parsing: "429=1,longest-run=1,retry-after=7")
    let server = try SimulatorServer(
      SimulatorConfiguration(packages: 50, seed: 2, faults: plan))
    let base = "http://127.0.0.1:\(try await server.start())"
    #expect(try await status(base + "/npm-replicate/registry/").0 == 429)
    #expect(try await status(base + "/npm-replicate/registry/").0 == 200)
    await server.stop()
  }
}
