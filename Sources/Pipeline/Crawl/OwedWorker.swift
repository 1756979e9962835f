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
  let options: CrawlOptions
  let clients: RegistryClients
  let context: RunContext
  var counts: CrawlCounts
  /// Looks for new names while the work lasts.
  private var poll: FreshPoll?
  private var done = 0

  init(
    ecosystem: Ecosystem, options: CrawlOptions, clients: RegistryClients, context: RunContext,
    counts: CrawlCounts
  ) {
    self.ecosystem = ecosystem
    self.options = options
    self.clients = clients
    self.context = context
    self.counts = counts
    if options.onlyPackages == nil {
      poll = FreshPoll(ecosystem: ecosystem, clients: clients, context: context)
    }
  }

  /// Fetches until nothing is owed that may be tried now, the limit is reached, or the task is cancelled.
  mutating func run() async throws -> CrawlCounts {
    counts.expected = try await context.store.owedCount(ecosystem)
    clients.setRate(ecosystem, owed: counts.expected)
    var turns = try await OwedTurns(
      ecosystem, owed: counts.expected, clients: clients, in: context)
    let limit = options.limit ?? .max
    while done < limit, counts.stopped == nil, options.mayGoOn() {
      let batch = try await turns.next(min(options.batchItems, limit - done))
      if batch.isEmpty { break }
      try await work(orders(for: batch))
      try await context.store.flush()
      try Task.checkCancellation()
      try await poll?.pollIfDue()
    }
    counts.owed = try await context.store.owedCount(ecosystem)
    return counts
  }

  /// How each item is to be asked for, from what is stored of it.
  private func orders(for batch: [OwedItem]) async throws -> [Order] {
    let documents = batch.map { (kind: $0.kind, subject: $0.subject) }
    let newest = try await context.store.newest(ecosystem: ecosystem, of: documents)
    return zip(batch, newest).map { item, newest in
      Order(
        item: item, validators: newest.flatMap(Validators.init(of:)),
        restingUntil: OwedShare.restingUntil(newest, now: context.now))
    }
  }

  /// One task per item, at most a window of them at once; answers are stored here, a group at a time.
  private mutating func work(_ batch: [Order]) async throws {
    let fetcher = Fetcher(clients: clients, staleRetrySeconds: context.settings.staleRetrySeconds)
    let width = clients.window(ecosystem)
    var worker = self
    try await withThrowingTaskGroup(of: Arrival.self) { [ecosystem, now = context.now] group in
      var next = batch.makeIterator()
      func start() {
        guard let order = next.next() else { return }
        group.addTask { Arrival(await order.carriedOut(by: fetcher), ecosystem, at: now) }
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
    var answers: [Arrival] = []
    for arrival in arrived where arrival.delivery != nil {
      answers.append(try await judged(arrival))
    }
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

  /// An answer with what it means where it denies the document: one denial is no deletion.
  private func judged(_ arrival: Arrival) async throws -> Arrival {
    // That a version has no attestation says nothing about whether it is gone.
    guard let capture = arrival.denial, capture.kind.isAboutPackage else { return arrival }
    let history = try await context.store.history(
      ecosystem: ecosystem, subject: capture.subject)
    let absence = Absence(
      after: history.filter { $0.kind == capture.kind }, promise: arrival.item.version,
      now: context.now)
    return arrival.denied(as: absence)
  }

  private mutating func count(_ snapshot: Snapshot, _ arrival: Arrival) async throws {
    if let next = arrival.absence?.nextCheck {
      try await context.store.schedule(Revisit(of: arrival.item, dueAt: next))
    }
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
    case .resting(let until):
      try await postpone(
        arrival.item, until: until, reason: "too large to be fetched twice in a day")
    case .stale:
      counts.stale += 1
      try await postpone(arrival.item, reason: "the answer is older than the feed promised")
    case .failed(let reason):
      counts.failed += 1
      try await postpone(arrival.item, reason: reason)
    case .refused(let reason): try await refuse(arrival.item, reason: reason)
    }
  }

  private func postpone(
    _ item: OwedItem, until: UTCInstant? = nil, reason: String
  ) async throws {
    let later = until ?? context.now.addingDays(context.settings.retryAfterHours / 24)
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

/// One item and how it is to be asked for.
private struct Order: Sendable {
  let item: OwedItem
  let validators: Validators?
  /// When it may be asked for again; nil means now.
  let restingUntil: UTCInstant?

  func carriedOut(by fetcher: Fetcher) async -> Fetched {
    if let restingUntil { return Fetched(item: item, result: .resting(until: restingUntil)) }
    return await fetcher.fetch(item, validators: validators)
  }
}

extension Validators {
  /// Those of a stored body; nil when it came without.
  fileprivate init?(of snapshot: Snapshot) {
    guard snapshot.etag != nil || snapshot.lastModified != nil else { return nil }
    self.init(etag: snapshot.etag, lastModified: snapshot.lastModified)
  }
}

/// What became of one item, with the answer made ready for the store where it arrived.
private struct Arrival: Sendable {
  let item: OwedItem
  let result: Fetched.Result
  let truncation: TruncationReason?
  /// Nil without an answer.
  private(set) var delivery: Delivery?
  /// What a denial means; nil for any other answer.
  private(set) var absence: Absence?

  init(_ fetched: Fetched, _ ecosystem: Ecosystem, at now: UTCInstant) {
    item = fetched.item
    result = fetched.result
    guard case .answered(let response, let version) = fetched.result else {
      truncation = nil
      return
    }
    truncation = response.truncation
    let capture = Capture(
      ecosystem: ecosystem, subject: item.subject, kind: item.kind,
      url: response.url, status: response.status, headers: response.headers, body: response.body,
      fetchedAt: now, version: version, truncation: response.truncation)
    delivery = Delivery(capture, settling: item)
  }

  /// The answer when it denies the document.
  var denial: Capture? {
    guard let capture = delivery?.capture, [404, 410, 451].contains(capture.status) else {
      return nil
    }
    return capture
  }

  func denied(as absence: Absence) -> Arrival {
    var arrival = self
    arrival.absence = absence
    if var capture = denial {
      capture.version = absence.version
      arrival.delivery = Delivery(capture, settling: item)
    }
    return arrival
  }

  /// Whether anything was sent for it.
  var wasTried: Bool {
    switch result {
    case .interrupted, .unavailable: false
    case .answered, .stale, .failed, .refused, .resting: true
    }
  }
}
