package import Corpus
import Foundation
import GRDB

/// Owns a corpus: its lock, its catalog and its newest segments.
///
/// Calls block on disk and database, so they run on the store's own queue. Appends are buffered
/// in one open batch; `flush` makes it durable: first the segments are synced, then the rows commit.
package actor CorpusStore {
  /// What the store is opened for.
  package enum Mode: Sendable {
    /// Beside a writer: sees what is committed.
    case read
    /// Alone: takes the corpus lock.
    case write
  }

  private let executor: SerialQueueExecutor
  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  package nonisolated let folder: CorpusFolder
  package nonisolated let mode: Mode
  let policy: SegmentPolicy
  let now: UTCInstant
  let catalog: Catalog
  private var lock: CorpusLock?
  var writers: [SegmentLine: SegmentWriter] = [:]
  /// Lines whose newest segment has records that are not synced yet.
  var unsynced: Set<SegmentLine> = []
  var readers: [SegmentKey: SegmentReader] = [:]
  var batch = OpenBatch()
  /// Documents after which training is tried next, where it failed before.
  var trainingThreshold: [SegmentLine: Int] = [:]
  private var isOpen = true
  /// Why the store closed itself; nil when it was closed in order.
  private var failure: StorageError?

  /// Opens a corpus folder; writing makes it when it is missing and repairs what a crash left.
  ///
  /// Throws `StorageError` with code `locked` when another process writes to it.
  package static func open(
    path: String, mode: Mode, now: UTCInstant, policy: SegmentPolicy = SegmentPolicy()
  ) throws -> CorpusStore {
    try CorpusStore(folder: CorpusFolder(path), mode: mode, now: now, policy: policy)
  }

  private init(
    folder: CorpusFolder, mode: Mode, now: UTCInstant, policy: SegmentPolicy
  ) throws {
    if mode == .write { try DataFile.makeFolder(folder.path) }
    guard mode == .write || FileManager.default.fileExists(atPath: folder.catalog) else {
      throw StorageError(
        .catalog, "\(folder.catalog) does not exist. Check --corpus, or run `assay crawl` first.")
    }
    lock = mode == .write ? try CorpusLock(folder: folder.path) : nil
    if mode == .read { try Self.bringUpToDate(folder) }
    catalog = try Catalog(path: folder.catalog, isWriting: mode == .write)
    executor = SerialQueueExecutor(label: "assay.corpus")
    self.folder = folder
    self.mode = mode
    self.now = now
    self.policy = policy
    if mode == .write { try Recovery(folder: folder, catalog: catalog).run() }
  }

  /// A catalog of an older version cannot be read as it is: it is brought up to date first.
  private static func bringUpToDate(_ folder: CorpusFolder) throws {
    let reader = try Catalog(path: folder.catalog, isWriting: false)
    let isCurrent = try reader.isCurrent()
    try reader.close()
    guard !isCurrent else { return }
    let lock = try CorpusLock(folder: folder.path)
    defer { withExtendedLifetime(lock) {} }
    try Catalog(path: folder.catalog, isWriting: true).close()
  }

  /// Makes everything appended so far durable: segments first, then the catalog.
  package func flush() throws {
    try checkOpen()
    guard mode == .write else { return }
    do {
      for line in unsynced.sorted() {
        guard let writer = writers[line] else { continue }
        try writer.sync()
        try catalog.write { try SegmentTable.put(writer.row, in: $0) }
      }
      try catalog.commit()
    } catch {
      abandon(after: error)
      throw error
    }
    unsynced = []
    batch = OpenBatch()
  }

  /// Flushes and releases files, catalog and lock; further calls throw `closed`.
  package func close() throws {
    guard isOpen else { return }
    try flush()
    isOpen = false
    writers = [:]
    readers = [:]
    try catalog.close()
    lock = nil
  }

  /// After a failed commit nothing in memory can be trusted: only reopening helps.
  ///
  /// Calls that come later, as from another crawl's task, are told the same reason.
  private func abandon(after error: any Error) {
    failure = error as? StorageError
    catalog.rollback()
    isOpen = false
    writers = [:]
    readers = [:]
    try? catalog.close()
    lock = nil
  }

  func checkOpen() throws(StorageError) {
    guard isOpen else {
      if let failure { throw failure }
      throw StorageError(.closed, "\(folder.path) was closed. Open it again; it continues.")
    }
  }

  /// Runs statements in the open batch.
  func change<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try checkOpen()
    guard mode == .write else {
      throw StorageError(.readOnly, "\(folder.path) was opened for reading. Open it for writing.")
    }
    do {
      return try catalog.write(body)
    } catch {
      // A full disk may take the whole batch back, not this change alone: memory and rows then disagree.
      if batch.rows > 0 && !catalog.isInBatch { abandon(after: error) }
      throw error
    }
  }

  /// Runs statements that only read; sees the open batch.
  func query<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try checkOpen()
    return try catalog.read(body)
  }
}

/// Names a segment among all ecosystems.
struct SegmentKey: Hashable {
  let ecosystem: Ecosystem
  let number: Int
}

/// Names the segments that follow each other with documents of one kind: a dictionary fits one kind.
struct SegmentLine: Hashable, Comparable {
  let ecosystem: Ecosystem
  let kind: DocumentKind

  static func < (left: Self, right: Self) -> Bool {
    (left.ecosystem, left.kind.rawValue) < (right.ecosystem, right.kind.rawValue)
  }
}

/// What was appended since the last commit.
struct OpenBatch {
  private(set) var rows = 0
  private(set) var bytes = 0
  private var began: ContinuousClock.Instant?

  mutating func add(bytes: Int) {
    rows += 1
    self.bytes += bytes
    if began == nil { began = .now }
  }

  /// Whether it is to be committed now. Commits change no byte of what is stored.
  func isDue(_ policy: SegmentPolicy) -> Bool {
    rows >= policy.batchRows || bytes >= policy.batchBytes
      || began.map { .now - $0 >= policy.batchAge } ?? false
  }
}
