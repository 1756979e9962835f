package import Corpus
package import Transport

/// What one crawl is to visit.
package struct CrawlOptions: Sendable {
  package var ecosystems: [Ecosystem] = Ecosystem.allCases
  /// Visit only these names, as their registry spells them; nil means what the feeds say.
  package var onlyPackages: [Ecosystem: [String]]?
  /// At most this many documents per ecosystem; nil means no limit.
  package var limit: Int?
  /// Whether only the feeds that tell of new names within minutes are read; slow ones when they are due.
  package var isQuick = false
  /// Documents between two looks at what is most urgent.
  package var batchItems = 4096
  /// Asked before each batch: false ends the crawl with the rest still owed.
  package var mayGoOn: @Sendable () -> Bool = { true }

  package init() {}
}

/// What happened to the items of one ecosystem: the certificate's figures.
package struct CrawlCounts: Codable, Sendable, Equatable {
  /// Items owed when the crawl began to work, left-overs of earlier runs included.
  package var expected = 0
  /// Answered with a new body, which is stored.
  package var fetched = 0
  /// Answered with 304 or with the body already stored.
  package var unchanged = 0
  /// Answered with 404, 410 or 451: stored as a tombstone.
  package var vanished = 0
  /// No usable answer; the item stays owed.
  package var failed = 0
  /// The answer was older than the feed promised; the item stays owed.
  package var stale = 0
  /// Stored, but only in part, or refused for its name: a rejection row says why.
  package var rejected = 0
  /// Still owed when the crawl ended, failed and stale ones included.
  package var owed = 0
  /// Requests sent, retries included.
  package var requests = 0
  /// Bytes received on the wire: header lines and encoded bodies, of redirects and retries too.
  package var wireBytes = 0
  /// Why the feed itself could not be read; nil when it could.
  package var feedFailure: String?
  /// Why the crawl ended with items it had not tried, as a spent budget; nil when it tried all.
  package var stopped: String?
  /// What was asked of each host; nil in certificates of versions that did not say.
  package var hosts: [HostStatistics]?
  /// The month's request budget after the crawl; nil in certificates of versions that did not say.
  package var budget: RequestUse?
  /// What is not as it should be with a feed that could be read: gaps, stale dumps; nil for nothing.
  package var feedRemarks: [String]?

  package init() {}
}
