import Corpus
import Logging
import Registries
import Storage
import Transport

/// PyPI's journal, followed from its cursor: quicker than the list, and the only history of maintainers.
///
/// Source: registry protocols, sections 1.5 and 1.6.
struct PyPIJournal {
  let clients: RegistryClients
  let context: RunContext

  private static let feed = "pypi/changelog"
  private static let readAt = "pypi/changelog-at"
  private static let pausedUntil = "pypi/changelog-paused"
  /// A cursor older than this follows a comparison of the list.
  private static let longestGapDays = 3.0

  /// Whether the list must be compared before the journal is followed.
  func needsList() async throws -> Bool {
    guard try await context.store.cursor(Self.feed) != nil else { return true }
    return try await Feeds.isDue(Self.readAt, everyDays: Self.longestGapDays, context)
  }

  /// Reads all rows behind the cursor; begins where the list was compared. Returns remarks.
  ///
  /// The list is the authority: a journal that fails is a remark, no failure of the feed.
  func follow() async throws -> [String] {
    do {
      try await restoreIfLost()
      if let until = try await pause(), context.now < until {
        return ["the journal asked for patience until \(until.iso8601)"]
      }
      guard var cursor = try await start() else { return [] }
      while let next = try await read(after: cursor) { cursor = next }
      return []
    } catch let error as JournalFault {
      return [try await pause(for: error.fault)]
    } catch let error as StorageError {
      throw error
    } catch {
      try Task.checkCancellation()
      return ["the journal could not be read: \(error)"]
    }
  }

  /// Where to go on: behind the last row, else behind the list that was compared last.
  private func start() async throws -> Int64? {
    let own = try await context.store.cursor(Self.feed)
    let listed = try await context.store.cursor(PyPIList.feed)
    return (own ?? listed).flatMap { Int64($0) }
  }

  /// Reads one page; the cursor behind it while there may be more, else nil.
  private func read(after cursor: Int64) async throws -> Int64? {
    let response = try await clients.pypi!.changelog(since: cursor, through: clients.journal)
    try Feeds.requireWhole(response, "the journal")
    let page = try PyPIJournalPage(parsing: response.body)
    if let fault = page.fault { throw JournalFault(fault: fault) }
    var step = FeedStep(cursors: [
      Self.feed: String(max(cursor, page.lastSerial ?? cursor)), Self.readAt: context.now.iso8601,
      Self.pausedUntil: nil,
    ])
    if !page.rows.isEmpty {
      try await Feeds.keep(response, subject: "changelog", kind: .changelog, .pypi, context)
      step.journal = page.rows.map(\.entry)
      step.owed = try await owed(page.rows)
      step.revisits = Feeds.revisits(of: step.owed, context)
    }
    try await context.store.commit(step)
    try Task.checkCancellation()
    guard let last = page.lastSerial, last > cursor, page.rowCount >= PyPIJournalPage.maximumRows
    else { return nil }
    return last
  }

  private func owed(_ rows: [PyPIJournalPage.Row]) async throws -> [OwedItem] {
    let projects = JournalProject.all(in: rows)
    var owed: [OwedItem] = []
    for kind in Feeds.kinds(of: .pypi) {
      let newest = try await context.store.newestOfEach(
        projects.map(\.key), ecosystem: .pypi, kind: kind)
      for (project, stored) in zip(projects, newest) {
        let serial = stored?.version.flatMap(FeedPromise.order)
        if let serial, serial >= project.serial, !project.isRemoved { continue }
        owed.append(project.item(kind, isKnown: stored != nil))
      }
    }
    return owed
  }

  private func pause() async throws -> UTCInstant? {
    try await context.store.cursor(Self.pausedUntil).flatMap { UTCInstant(parsing: $0) }
  }

  private func pause(for fault: PyPIJournalPage.Fault) async throws -> String {
    guard let seconds = fault.retrySeconds else {
      return "the journal answered with fault \(fault.code): \(fault.text.prefix(200))"
    }
    let until = UTCInstant(milliseconds: context.now.milliseconds + seconds * 1000)
    try await context.store.commitPage(feed: Self.pausedUntil, cursor: until.iso8601, owed: [])
    return "the journal asked for patience until \(until.iso8601)"
  }

  /// After the catalog was rebuilt the rows come back from the stored pages.
  private func restoreIfLost() async throws {
    guard try await context.store.newestJournalSerial() == nil else { return }
    for page in try await context.store.history(ecosystem: .pypi, subject: "changelog")
    where page.outcome == .stored {
      var step = FeedStep()
      step.journal = try PyPIJournalPage(parsing: try await context.store.body(of: page)).rows
        .map(\.entry)
      try await context.store.commit(step)
    }
  }
}

/// The registry's complaint in place of rows.
private struct JournalFault: Error {
  let fault: PyPIJournalPage.Fault
}

extension PyPIJournalPage.Row {
  /// The row as the catalog keeps it.
  var entry: JournalEntry {
    JournalEntry(serial: serial, name: name, version: version, at: at, action: action)
  }
}
