package import Corpus
package import Logging
import Storage

/// The fresh lane: looks for new packages every few minutes and fetches them before anything else.
///
/// A watch is the crawler itself. In what is left of an interval it works off everything else that is owed,
/// within the same budget. Between rounds, and whenever a night asks for its turn, it lets the corpus go.
package enum WatchStage {
  /// How a watch works.
  package struct Plan: Sendable {
    /// The corpus folder.
    package var path: String
    package var settings: Settings
    package var ecosystems: [Ecosystem]
    package var interval: Duration
    /// What the time is: captures carry it.
    package var now: @Sendable () -> UTCInstant

    package init(
      path: String, settings: Settings, ecosystems: [Ecosystem], interval: Duration,
      now: @escaping @Sendable () -> UTCInstant
    ) {
      self.path = path
      self.settings = settings
      self.ecosystems = ecosystems
      self.interval = interval
      self.now = now
    }
  }

  /// Runs rounds until the task is cancelled, which is how a watch ends in order.
  ///
  /// - Throws: `StorageError` when the corpus cannot be written, `locked` when a watch runs already;
  ///   `PipelineError` for missing settings.
  package static func run(_ plan: Plan, log: Logger, progress: Progress) async throws {
    try CorpusLayout(root: plan.path).prepare()
    var watch = try CorpusTurn.watch(plan.path)
    if watch == nil {
      // A command that looks whether a watch runs has the lock for an instant.
      try await Task.sleep(for: .milliseconds(50))
      watch = try CorpusTurn.watch(plan.path)
    }
    guard watch != nil else {
      throw StorageError(
        .locked, "another watch runs on \(plan.path). Stop it, or let it do the work.")
    }
    defer { withExtendedLifetime(watch) {} }
    let clients = try RegistryClients(settings: plan.settings, ecosystems: plan.ecosystems)
    defer { clients.shutdown() }
    do {
      while true {
        let end = ContinuousClock.now + plan.interval
        try await round(plan, clients, until: end, log, progress)
        try await Task.sleep(until: end, clock: .continuous)
      }
    } catch is CancellationError {
      log.info("watch: told to end; everything fetched is stored")
    }
  }

  /// Looks for what is new, fetches it, and works on the rest until the interval is over.
  ///
  /// A corpus that somebody else writes to is left alone until the next round.
  static func round(
    _ plan: Plan, _ clients: RegistryClients, until end: ContinuousClock.Instant, _ log: Logger,
    _ progress: Progress
  ) async throws {
    guard try !CorpusTurn.isAsked(plan.path) else {
      return log.info("watch: another command waits for the corpus: it has its turn")
    }
    do {
      try await CorpusSession.run(
        path: plan.path, access: .writing, settings: plan.settings, now: plan.now(), log: log,
        progress: progress, waitsForWatch: false
      ) { context in
        let options = options(plan, until: end)
        _ = try await CrawlStage.run(options, with: clients, in: context)
      }
    } catch let error as StorageError where error.code == .locked {
      log.info("watch: \(error.message) The next look is in \(plan.interval).")
    }
  }

  /// A round ends with its interval, or when somebody asks for the corpus.
  private static func options(_ plan: Plan, until end: ContinuousClock.Instant) -> CrawlOptions {
    var options = CrawlOptions()
    options.ecosystems = plan.ecosystems
    options.isQuick = true
    options.batchItems = 128
    options.mayGoOn = {
      ContinuousClock.now < end && (try? CorpusTurn.isAsked(plan.path)) != true
    }
    return options
  }
}
