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
    let statistics = clients.statistics(ecosystem)
    var counts = CrawlCounts()
    do {
      try await Feeds.refresh(ecosystem, only: options.onlyPackages?[ecosystem], clients, context)
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
      ecosystem: ecosystem, limit: options.limit ?? .max, clients: clients, context: context,
      counts: counts)
    counts = try await worker.run()
    if try await AttestationFeed(ecosystem: ecosystem, context: context).refresh() > 0 {
      counts = try await worker.run().following(counts)
    }
    let after = clients.statistics(ecosystem)
    counts.requests = after.requests - statistics.requests
    counts.wireBytes = after.wireBytes - statistics.wireBytes
    context.log.info("\(ecosystem.rawValue): \(counts.sentence)")
    return counts
  }
}

extension CrawlCounts {
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
