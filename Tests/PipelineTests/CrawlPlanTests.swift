import Corpus
import Foundation
import Pipeline
import Storage
import Testing

/// A plan says what a crawl would cost, sends nothing and changes nothing.
@Suite struct CrawlPlanTests {
  private func options(_ ecosystem: Ecosystem) -> CrawlOptions {
    var options = CrawlOptions()
    options.ecosystems = [ecosystem]
    return options
  }

  /// Settings of a live crawl, whose rates apply.
  private var live: Settings {
    var settings = Settings()
    settings.endpoints = Endpoints(pypi: "https://pypi.example").filled(from: .publicDefaults)
    return settings
  }

  @Test("A night's plan: what is owed and the usual change, at the night's rate")
  func night() {
    var figures = PlanFigures()
    figures.owed = [.packument: 300]
    figures.stored = [
      .packument: .init(documents: 10, bytes: 500_000), .changes: .init(documents: 2, bytes: 8000),
    ]
    figures.crawls = [500, 100, 300]
    figures.requests = 1_000_000
    let plan = CrawlPlan.make(.npm, options(.npm), figures, live, .night(0))
    #expect(plan.documents == 600 && plan.feedRequests == 2)
    #expect(plan.bytes == 600 * 50_000 + 4000)
    #expect(plan.requestsPerSecond == 8 && plan.seconds == 602.0 / 8)
    #expect(plan.use == RequestUse(month: "2026-01", sent: 1_000_000, limit: 4_000_000))
    #expect(plan.shareOfMonth == 1_000_602.0 / 4_000_000)
    #expect(plan.bases[0] == "300 owed now, and 300 as the median of the last 3 crawls")
    #expect(plan.bases[1] == "50000 bytes a document: mean of 10 stored ones")
  }

  @Test("A first crawl of npm goes at the rate of a cold start and says whose figures it uses")
  func coldStart() throws {
    let plan = CrawlPlan.make(.npm, options(.npm), PlanFigures(), live, .night(0))
    #expect(plan.documents == 4_373_599 && plan.feedRequests == 439)
    #expect(plan.requestsPerSecond == 2)
    #expect(try #require(plan.shareOfMonth) > 1)
    #expect(plan.bases.allSatisfy { $0.contains("public figures of August 2026") })
  }

  @Test("Named packages and a limit are counted as such")
  func named() {
    var options = options(.pypi)
    options.onlyPackages = [.pypi: ["a", "b", "c"]]
    let plan = CrawlPlan.make(.pypi, options, PlanFigures(), live, .night(0))
    #expect(plan.documents == 6 && plan.feedRequests == 0 && plan.shareOfMonth == nil)
    #expect(plan.requestsPerSecond == 5)
    options.limit = 4
    #expect(CrawlPlan.make(.pypi, options, PlanFigures(), live, .night(0)).documents == 4)
  }

  @Test("The plan of a corpus opens no connection and leaves every byte as it was")
  func sendsNothing() async throws {
    try await TestRegistries.with(packages: 20) { registries in
      let corpus = try TestCorpus()
      _ = try await corpus.crawl(registries, .night(0))
      let listener = try DeafListener()
      var settings = registries.settings
      settings.endpoints = Endpoints(
        pypi: listener.url, npm: listener.url, npmReplicate: listener.url,
        cratesIndex: listener.url, cratesDump: listener.url)
      let before = try contents(of: corpus.path)
      let plans = try await CrawlPlan.all(
        CrawlOptions(), corpus: corpus.path, settings: settings, now: .night(1))
      #expect(plans.map(\.ecosystem) == Ecosystem.allCases)
      #expect(plans.allSatisfy { $0.documents >= 20 && $0.requestsPerSecond == nil })
      #expect(!listener.wasCalled)
      let after = try contents(of: corpus.path)
      #expect(differences(before, after).filter { !$0.hasPrefix("catalog.sqlite-") } == [])
    }
  }

  @Test(
    "`crawl --plan` makes no folder, opens no connection and prints its bases",
    .enabled(if: AssayProgram.path != nil, "assay is not beside the test bundle"))
  func command() async throws {
    let listener = try DeafListener()
    let scratch = try ScratchFolder()
    let ending = try await AssayProgram().run([
      "crawl", "--plan", "--corpus", "\(scratch.path)/none", "--simulator", listener.url,
    ])
    #expect(ending.code == 0, "\(ending)")
    #expect(ending.output.contains("npm: nothing is stored: 4373599 packages"))
    #expect(ending.output.contains("Nothing was sent."))
    #expect(!listener.wasCalled)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).isEmpty)
  }
}

/// Owns a listening socket that answers nobody, and tells whether anyone called.
final class DeafListener: Sendable {
  private let descriptor: Int32
  let url: String

  init() throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = descriptor
    let isListening = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        unsafe bind(descriptor, generic, length) == 0 && listen(descriptor, 8) == 0
          && getsockname(descriptor, generic, &length) == 0
      }
    }
    guard isListening else { throw POSIXError(.EADDRINUSE) }
    url = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))"
  }

  /// Whether a connection waits to be accepted.
  var wasCalled: Bool {
    let caller = accept(descriptor, nil, nil)
    if caller >= 0 { close(caller) }
    return caller >= 0
  }

  deinit { close(descriptor) }
}
