import Corpus
import Foundation
import Pipeline
import RegistrySimulator

/// The three simulated registries of one test, on a port of their own.
struct TestRegistries: Sendable {
  let server: SimulatorServer
  let endpoints: Endpoints
  /// The base of all five addresses.
  let url: String

  /// Starts a simulator, runs the body and stops it.
  static func with(
    packages: Int = 300, seed: UInt64 = 5, faults: String = "", replay: String? = nil,
    malwareHours: Double? = nil, archivesSilently: Bool = false, journalCalls: Int = 3600,
    _ body: (TestRegistries) async throws -> Void
  ) async throws {
    // Documents name a fixed origin, so that they are the same on every port.
    var configuration = SimulatorConfiguration(
      packages: packages, seed: seed, replay: replay, origin: "http://registry.example",
      faults: try FaultPlan(parsing: faults), malwareHours: malwareHours)
    configuration.archivesSilently = archivesSilently
    configuration.journalCalls = journalCalls
    let server = try SimulatorServer(configuration)
    let url = "http://127.0.0.1:\(try await server.start())"
    let addresses = SimulatorEndpoints(base: url)
    let registries = TestRegistries(
      server: server,
      endpoints: Endpoints(
        pypi: addresses.pypi, npm: addresses.npm, npmReplicate: addresses.npmReplicate,
        cratesIndex: addresses.cratesIndex, cratesDump: addresses.cratesDump),
      url: url)
    do {
      try await body(registries)
    } catch {
      await server.stop()
      throw error
    }
    await server.stop()
  }

  /// Settings that lead here, without waits.
  var settings: Settings {
    var settings = Settings()
    settings.endpoints = endpoints
    settings.staleRetrySeconds = [0, 0, 0]
    return settings
  }
}

extension TestRegistries {
  /// The same settings with the simulated git hosts.
  var settingsWithGit: Settings {
    var settings = settings
    settings.endpoints.gitHosts = SimulatorEndpoints(base: url).gitHosts
    return settings
  }
}

extension UTCInstant {
  /// The simulator's night of a day, some hours later when asked.
  static func night(_ day: Int, hours: Int = 0) -> UTCInstant {
    let first = UTCInstant(parsing: "2026-01-01T02:00:00Z")?.milliseconds ?? 0
    return UTCInstant(milliseconds: first + Int64(day * 24 + hours) * 3_600_000)
  }
}
