import Corpus
import Logging
import Registries
import Storage
import Transport

/// Works off the owed names of one ecosystem, a window of requests at a time.
///
/// The store is asked once for a batch of items and told once for a group of answers: it is one queue for all.
struct OwedWorker {
  let ecosystem: Ecosystem
  let limit: Int
  let clients: RegistryClients
  let context: RunContext
  var counts: CrawlCounts
  private var done = 0

  /// Items taken from the store at once.
  private static let batchItems = 4096

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
    clients.setRate(ecosystem, owed: counts.expected)
    var turns = try await OwedTurns(
      ecosystem, owed: counts.expected, clients: clients, in: context)
    while done < limit, counts.stopped == nil {
      let batch = try await turns.next(min(Self.batchItems, limit - done))
      if batch.isEmpty { break }
      try await work(batch, validators: validators(for: batch))
      try await context.store.flush()
      try Task.checkCancellation()
    }
    counts.owed = try await context.store.owedCount(ecosystem)
    return counts
  }

  /// What makes each request conditional: the validators of the newest stored body.
  private func validators(for batch: [OwedItem]) async throws -> [Validators?] {
    let documents = batch.map { (kind: $0.kind, subject: PackageID(ecosystem, $0.name).key) }
    return try await context.store.newest(ecosystem: ecosystem, of: documents).map { newest in
      guard let newest, newest.etag != nil || newest.lastModified != nil else { return nil }
      return Validators(etag: newest.etag, lastModified: newest.lastModified)
    }
  }

  /// One task per item, at most a window of them at once; answers are stored here, a group at a time.
  private mutating func work(_ batch: [OwedItem], validators: [Validators?]) async throws {
    let fetcher = Fetcher(clients: clients, staleRetrySeconds: context.settings.staleRetrySeconds)
    let width = clients.window(ecosystem)
    var worker = self
    try await withThrowingTaskGroup(of: Arrival.self) { [ecosystem, now = context.now] group in
      var next = zip(batch, validators).makeIterator()
      func start() {
        guard let (item, validators) = next.next() else { return }
        group.addTask {
          Arrival(await fetcher.fetch(item, validators: validators), ecosystem, at: now)
        }
      }
      for _ in 0..<width { start() }
      var arrived: [Arrival] = []
      while let arrival = try await group.next() {
        arrived.append(arrival)
        if !Task.isCancelled, worker.counts.stopped == nil { start() }
        if arrived.count >= max(1, width / 4) || group.isEmpty {
          try await worker.keep(arrived)
          arrived = []
        }
      }
    }
    self = worker
  }

  private mutating func keep(_ arrived: [Arrival]) async throws {
    let answers = arrived.filter { $0.delivery != nil }
    let results = try await context.store.append(answers.compactMap(\.delivery))
    for (arrival, result) in zip(answers, results) {
      switch result {
      case .success(let snapshot): try await count(snapshot, arrival)
      // The answer is at fault, not the disk: it must not stop the others.
      case .failure(let error): try await refuse(arrival.item, reason: "\(error)")
      }
    }
    for arrival in arrived where arrival.delivery == nil { try await putOff(arrival) }
    done += arrived.count(where: \.wasTried)
    context.progress.update("crawl \(ecosystem.rawValue)", done: done, total: counts.expected)
  }

  private mutating func count(_ snapshot: Snapshot, _ arrival: Arrival) async throws {
    switch snapshot.outcome {
    case .stored: counts.fetched += 1
    case .unchanged: counts.unchanged += 1
    case .tombstone: counts.vanished += 1
    }
    if let truncation = arrival.truncation {
      counts.rejected += 1
      try await reject(arrival.item, reason: "the body was cut off (\(truncation.rawValue))")
    }
  }

  private mutating func putOff(_ arrival: Arrival) async throws {
    switch arrival.result {
    case .answered, .interrupted: break
    // Nothing was asked, so nothing is counted against the item.
    case .unavailable(let reason): counts.stopped = counts.stopped ?? reason
    case .stale:
      counts.stale += 1
      try await postpone(arrival.item, reason: "the answer is older than the feed promised")
    case .failed(let reason):
      counts.failed += 1
      try await postpone(arrival.item, reason: reason)
    case .refused(let reason): try await refuse(arrival.item, reason: reason)
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
      package: PackageID(ecosystem, item.name), stage: "crawl", reason: reason)
    try await context.store.record([rejection], run: context.runName)
    context.log.debug("\(rejection.package): rejected: \(reason)")
  }
}

/// What became of one item, with the answer made ready for the store where it arrived.
private struct Arrival: Sendable {
  let item: OwedItem
  let result: Fetched.Result
  /// Nil without an answer.
  let delivery: Delivery?
  let truncation: TruncationReason?

  init(_ fetched: Fetched, _ ecosystem: Ecosystem, at now: UTCInstant) {
    item = fetched.item
    result = fetched.result
    guard case .answered(let response, let version) = fetched.result else {
      delivery = nil
      truncation = nil
      return
    }
    truncation = response.truncation
    let capture = Capture(
      ecosystem: ecosystem, subject: PackageID(ecosystem, item.name).key, kind: item.kind,
      url: response.url, status: response.status, headers: response.headers, body: response.body,
      fetchedAt: now, version: version, truncation: response.truncation)
    delivery = Delivery(capture, settling: item)
  }

  /// Whether anything was sent for it.
  var wasTried: Bool {
    switch result {
    case .interrupted, .unavailable: false
    case .answered, .stale, .failed, .refused: true
    }
  }
}
