package import Corpus
import Foundation
package import Storage

/// What a crawl of one registry would fetch, how long that takes, and what it costs; nothing is sent to find out.
package struct CrawlPlan: Sendable, Equatable {
  package var ecosystem: Ecosystem
  /// Requests for lists and feeds.
  package var feedRequests: Int
  /// Requests for documents about packages.
  package var documents: Int
  /// Decoded bytes of all answers.
  package var bytes: Int
  /// Requests per second, and the time they take; nil on loopback, where no rate applies.
  package var requestsPerSecond: Double?
  package var use: RequestUse
  /// What the figures rest on, a sentence each.
  package var bases: [String]

  package var requests: Int { feedRequests + documents }

  /// At the rate, without retries; nil without a rate.
  package var seconds: Double? { requestsPerSecond.map { Double(requests) / $0 } }

  /// Share of the month's limit that is used after the crawl; nil without a limit.
  package var shareOfMonth: Double? {
    use.limit.map { Double(use.sent + requests) / Double(max(1, $0)) }
  }
}

extension CrawlPlan {
  /// Plans every ecosystem of the options from a corpus, or from none when the folder holds none yet.
  ///
  /// - Throws: `StorageError` when the catalog cannot be read.
  package static func all(
    _ options: CrawlOptions, corpus path: String, settings: Settings, now: UTCInstant
  ) async throws -> [CrawlPlan] {
    guard FileManager.default.fileExists(atPath: CorpusFolder(path).catalog) else {
      return options.ecosystems.map { make($0, options, PlanFigures(), settings, now) }
    }
    let store = try CorpusStore.open(path: path, mode: .read, now: now)
    var plans: [CrawlPlan] = []
    for ecosystem in options.ecosystems {
      let figures = try await store.planFigures(ecosystem, now: now)
      plans.append(make(ecosystem, options, figures, settings, now))
    }
    try await store.close()
    return plans
  }

  /// Plans one ecosystem from figures alone.
  package static func make(
    _ ecosystem: Ecosystem, _ options: CrawlOptions, _ figures: PlanFigures, _ settings: Settings,
    _ now: UTCInstant
  ) -> CrawlPlan {
    let limits = RegistryLimits(ecosystem, settings)
    let expected = ExpectedDocuments(ecosystem, options, figures)
    let feed = options.onlyPackages == nil ? FeedCost(ecosystem, expected, figures) : nil
    let sizes = DocumentSizes(ecosystem, figures)
    return CrawlPlan(
      ecosystem: ecosystem, feedRequests: feed?.requests ?? 0, documents: expected.count,
      bytes: sizes.bytes(of: expected.count) + (feed?.bytes ?? 0),
      requestsPerSecond: limits.rate(owed: expected.unlimited),
      use: RequestUse(
        month: Month(of: now).text, sent: figures.requests, limit: limits.pace.monthlyRequests),
      bases: [expected.basis, sizes.basis] + (feed.map { [$0.basis] } ?? []))
  }
}
