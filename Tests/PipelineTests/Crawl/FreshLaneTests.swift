import Corpus
import Foundation
import Pipeline
import RegistrySimulator
import Storage
import Testing

/// How much of what lives for two hours is seen before it is taken down.
@Suite struct FreshLaneTests {
  /// Malicious packages of some days, and how many of them were stored while they were served.
  struct Capture: CustomStringConvertible {
    var published = 0
    var captured = 0

    var share: Double { Double(captured) / Double(max(1, published)) }
    var description: String { "\(captured) of \(published)" }
  }

  /// Days of the simulator whose malware is counted; campaigns of later days begin on day 4.
  private static let days = 4...5

  @Test("Of malware that lives two hours, nights see a small part and a watch nearly all")
  func malware() async throws {
    try await registries { registries in
      let nights = try await crawl(registries, everyMinutes: 24 * 60)
      let watch = try await crawl(registries, everyMinutes: 30)
      for ecosystem in Ecosystem.allCases {
        let (rare, often) = (nights[ecosystem] ?? Capture(), watch[ecosystem] ?? Capture())
        #expect(often.published >= 4)
        #expect(rare.share < 0.5, "\(ecosystem) nightly: \(rare)")
        #expect(often.captured == often.published, "\(ecosystem) watch: \(often)")
      }
    }
  }

  @Test("PyPI's list alone does as well as its journal where it is made anew at once")
  func listOnly() async throws {
    try await registries { registries in
      let watch = try await crawl(registries, everyMinutes: 30, [.pypi], readsJournal: false)
      let capture = try #require(watch[.pypi])
      #expect(capture.published >= 4 && capture.captured == capture.published, "\(capture)")
    }
  }

  @Test(
    "The same with five minutes and with an hour over four days, for the report",
    .enabled(if: ProcessInfo.processInfo.environment["ASSAY_SLOW_TESTS"] == "1"))
  func figures() async throws {
    try await registries(packages: 300) { registries in
      for minutes in [5, 60, 24 * 60] {
        let captures = try await crawl(registries, everyMinutes: minutes, days: 4...7)
        for ecosystem in Ecosystem.allCases {
          print("every \(minutes) minutes, \(ecosystem.rawValue): \(captures[ecosystem]!)")
        }
        #expect(minutes > 60 || captures.values.allSatisfy { $0.share > 0.95 })
      }
    }
  }

  private func registries(
    packages: Int = 60, _ body: (TestRegistries) async throws -> Void
  ) async throws {
    try await TestRegistries.with(packages: packages, malwareHours: 2, body)
  }

  /// Crawls the days in steps, as nights or as rounds of a watch, and counts.
  private func crawl(
    _ registries: TestRegistries, everyMinutes minutes: Int,
    _ ecosystems: [Ecosystem] = Ecosystem.allCases, readsJournal: Bool = true,
    days: ClosedRange<Int> = Self.days
  ) async throws -> [Ecosystem: Capture] {
    let corpus = try TestCorpus()
    var settings = registries.settings
    settings.pypiChangelog = readsJournal
    var now = UTCInstant.night(days.lowerBound - 1)
    var options = CrawlOptions()
    options.ecosystems = ecosystems
    while now <= .night(days.upperBound) {
      try registries.server.advance(to: now)
      options.isQuick = minutes < 24 * 60 && now > .night(days.lowerBound - 1)
      _ = try await corpus.open(now, settings) { try await CrawlStage.run(options, in: $0) }
      now = UTCInstant(milliseconds: now.milliseconds + Int64(minutes) * 60_000)
    }
    let world = try #require(registries.server.world)
    return try await corpus.open(now, mode: .read) { context in
      var captures: [Ecosystem: Capture] = [:]
      for ecosystem in ecosystems {
        captures[ecosystem] = try await capture(ecosystem, world, days, context)
      }
      return captures
    }
  }

  /// Of the campaigns published in the days and taken down by their end, what was stored alive.
  private func capture(
    _ ecosystem: Ecosystem, _ world: World, _ days: ClosedRange<Int>, _ context: RunContext
  ) async throws -> Capture {
    var capture = Capture()
    let span = UTCInstant.night(days.lowerBound - 1)...UTCInstant.night(days.upperBound)
    for package in world.packages(ecosystem) where package.campaign != nil {
      guard span.contains(package.publishedAt), let takenDown = package.takenDownAt,
        takenDown <= span.upperBound
      else { continue }
      capture.published += 1
      let history = try await context.store.history(
        ecosystem: ecosystem, subject: PackageID(ecosystem, package.name).key)
      let isCaptured = history.contains {
        $0.kind.isAboutPackage && $0.outcome == .stored && $0.fetchedAt < takenDown
      }
      if isCaptured { capture.captured += 1 }
    }
    return capture
  }
}
