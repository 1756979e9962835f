import Corpus
import Logging
import Registries
import Storage
import Transport

/// Works off the owed names of one ecosystem, a window of requests at a time.
struct OwedWorker {
  let ecosystem: Ecosystem
  let limit: Int
  let clients: RegistryClients
  let context: RunContext
  var counts: CrawlCounts
  private var done = 0

  init(
    ecosystem: Ecosystem, limit: Int, clients: RegistryClients, context: RunContext,
    counts: CrawlCounts
  ) {
    self.ecosystem = ecosystem
    self.limit = limit
    self.clients = clients
    self.context = context
    self.counts = counts
  }

  /// Fetches until nothing is owed that may be tried now, the limit is reached, or the task is cancelled.
  mutating func run() async throws -> CrawlCounts {
    counts.expected = try await context.store.owedCount(ecosystem)
    let width = clients.window(ecosystem)
    while done < limit {
      let size = min(1024, limit - done)
      let batch = try await context.store.owed(ecosystem, limit: size, notBefore: context.now)
      if batch.isEmpty { break }
      try await work(batch, width: width)
      try await context.store.flush()
      try Task.checkCancellation()
    }
    counts.owed = try await context.store.owedCount(ecosystem)
    return counts
  }

  /// One task per item, at most `width` at once; results are stored here, one after the other.
  private mutating func work(_ batch: [OwedItem], width: Int) async throws {
    var worker = self
    try await withThrowingTaskGroup(of: Fetched.self) { group in
      var next = batch.makeIterator()
      for _ in 0..<width {
        guard let item = next.next() else { break }
        try await worker.start(item, in: &group)
      }
      while let fetched = try await group.next() {
        try await worker.keep(fetched)
        if !Task.isCancelled, let item = next.next() { try await worker.start(item, in: &group) }
      }
    }
    self = worker
  }

  private func start(
    _ item: OwedItem, in group: inout ThrowingTaskGroup<Fetched, any Error>
  ) async throws {
    let validators = try await validators(for: item)
    let fetcher = Fetcher(clients: clients, staleRetrySeconds: context.settings.staleRetrySeconds)
    group.addTask { await fetcher.fetch(item, validators: validators) }
  }

  /// What makes the request conditional: the validators of the newest stored body.
  private func validators(for item: OwedItem) async throws -> Validators? {
    guard
      let newest = try await context.store.newest(
        ecosystem: ecosystem, kind: item.kind, subject: item.subject),
      newest.outcome != .tombstone, newest.etag != nil || newest.lastModified != nil
    else { return nil }
    return Validators(etag: newest.etag, lastModified: newest.lastModified)
  }

  private mutating func keep(_ fetched: Fetched) async throws {
    if case .interrupted = fetched.result { return }
    done += 1
    switch fetched.result {
    case .interrupted: break
    case .answered(let response, let version):
      do {
        try await store(response, version: version, for: fetched.item)
      } catch let error as StorageError where [.badCapture, .missingBody].contains(error.code) {
        // The answer is at fault, not the disk: it must not stop the others.
        try await refuse(fetched.item, reason: "\(error)")
      }
    case .stale:
      counts.stale += 1
      try await postpone(fetched.item, reason: "the answer is older than the feed promised")
    case .failed(let reason):
      counts.failed += 1
      try await postpone(fetched.item, reason: reason)
    case .refused(let reason): try await refuse(fetched.item, reason: reason)
    }
    context.progress.update("crawl \(ecosystem.rawValue)", done: done, total: counts.expected)
  }

  private mutating func store(_ response: HTTPResponse, version: String?, for item: OwedItem)
    async throws
  {
    let capture = Capture(
      ecosystem: ecosystem, subject: item.subject, kind: item.kind,
      url: response.url, status: response.status, headers: response.headers, body: response.body,
      fetchedAt: context.now, version: version, truncation: response.truncation)
    let snapshot = try await context.store.append(capture, settling: item)
    switch snapshot.outcome {
    case .stored: counts.fetched += 1
    case .unchanged: counts.unchanged += 1
    case .tombstone: counts.vanished += 1
    }
    if let truncation = response.truncation {
      counts.rejected += 1
      try await reject(item, reason: "the body was cut off (\(truncation.rawValue))")
    }
  }

  private func postpone(_ item: OwedItem, reason: String) async throws {
    let later = context.now.addingDays(context.settings.retryAfterHours / 24)
    try await context.store.postpone(item, until: later, reason: reason)
    context.log.debug("\(ecosystem.rawValue) \(item.name): \(reason); owed until a later run")
  }

  private mutating func refuse(_ item: OwedItem, reason: String) async throws {
    counts.rejected += 1
    try await reject(item, reason: reason)
    try await context.store.settle(item)
  }

  private func reject(_ item: OwedItem, reason: String) async throws {
    let rejection = Rejection(
      package: item.package, stage: "crawl", reason: reason)
    try await context.store.record([rejection], run: context.runName)
    context.log.debug("\(rejection.package): rejected: \(reason)")
  }
}
