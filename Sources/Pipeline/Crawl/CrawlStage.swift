package import Corpus
import Logging
import Registries
import Storage
import Transport

/// Fetches what changed: feeds to owed names, owed names to stored documents.
///
/// The only stage that waits on a network. Ecosystems run side by side; one that fails never stops another.
package enum CrawlStage {
  /// Crawls every ecosystem of the options and returns what happened to each.
  ///
  /// - Throws: `PipelineError` for missing settings; `StorageError` when the corpus cannot be written.
  package static func run(_ options: CrawlOptions, in context: RunContext) async throws
    -> [Ecosystem: CrawlCounts]
  {
    let clients = try RegistryClients(settings: context.settings, ecosystems: options.ecosystems)
    defer { clients.shutdown() }
    return try await run(options, with: clients, in: context)
  }

  /// The same with clients that outlive the crawl, so that a host's complaints are not forgotten.
  static func run(
    _ options: CrawlOptions, with clients: RegistryClients, in context: RunContext
  ) async throws -> [Ecosystem: CrawlCounts] {
    clients.ledger.turn(to: context)
    let counts = try await withThrowingTaskGroup(of: (Ecosystem, CrawlCounts).self) { group in
      for ecosystem in options.ecosystems {
        group.addTask {
          (ecosystem, try await crawl(ecosystem, options, clients, context))
        }
      }
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    try await context.store.flush()
    context.progress.finish()
    return counts
  }

  private static func crawl(
    _ ecosystem: Ecosystem, _ options: CrawlOptions, _ clients: RegistryClients,
    _ context: RunContext
  ) async throws -> CrawlCounts {
    let before = clients.statistics(ecosystem)
    var counts = CrawlCounts()
    do {
      let remarks = try await Feeds.refresh(ecosystem, options, clients, context)
      counts.feedRemarks = remarks.isEmpty ? nil : remarks
      for remark in remarks { context.log.warning("\(ecosystem.rawValue): \(remark)") }
    } catch let error as StorageError {
      throw error
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      try Task.checkCancellation()
      counts.feedFailure = "\(error)"
      context.log.error("\(ecosystem.rawValue): the feed could not be read: \(error)")
    }
    var worker = OwedWorker(
      ecosystem: ecosystem, options: options, clients: clients, context: context, counts: counts)
    counts = try await worker.run()
    if try await AttestationFeed(ecosystem: ecosystem, context: context).refresh() > 0 {
      counts = try await worker.run().following(counts)
    }
    try await clients.ledger.settle(ecosystem)
    counts.count(clients.statistics(ecosystem).since(before))
    counts.budget = try await RequestUse.measure(ecosystem, in: context)
    // A watch has hundreds of rounds a day in which nothing is new.
    let isQuiet = options.isQuick && counts.expected == 0
    context.log.log(
      level: isQuiet ? .debug : .info, "\(ecosystem.rawValue): \(counts.sentence)")
    return counts
  }
}

extension CrawlCounts {
  fileprivate mutating func count(_ hosts: [HostStatistics]) {
    self.hosts = hosts
    requests = hosts.reduce(0) { $0 + $1.requests }
    wireBytes = hosts.reduce(0) { $0 + $1.bytes }
  }

  /// The figures after a second round of the same worker: what was left over is not expected twice.
  fileprivate func following(_ first: CrawlCounts) -> CrawlCounts {
    var counts = self
    counts.expected = first.expected + expected - first.owed
    return counts
  }

  /// The figures as one line for the log.
  var sentence: String {
    "\(expected) expected, \(fetched) fetched, \(unchanged) unchanged, \(vanished) vanished, "
      + "\(failed) failed, \(stale) stale, \(rejected) rejected, \(owed) still owed; "
      + "\(requests) requests, \(wireBytes) bytes"
  }
}
