package import Corpus
package import Logging
import Storage

/// One command's work on a corpus: opens it, runs, and closes it whatever happens.
package enum CorpusSession {
  /// Whether a command changes the corpus; writing takes its lock.
  package enum Access: Sendable {
    case reading, writing
  }

  /// Runs `body` over the corpus at a path.
  ///
  /// - Parameter waitsForWatch: whether a corpus that a watch works on is waited for.
  /// - Throws: `StorageError` when the corpus cannot be opened, or another process writes to it.
  package static func run(
    path: String, access: Access, settings: Settings, now: UTCInstant, log: Logger,
    progress: Progress, waitsForWatch: Bool = true, _ body: (RunContext) async throws -> Void
  ) async throws {
    let layout = CorpusLayout(root: path)
    if access == .writing { try layout.prepare() }
    let store =
      try await waitsForWatch
      ? open(path, access, now: now, log: log)
      : CorpusStore.open(path: path, mode: access == .writing ? .write : .read, now: now)
    let context = RunContext(
      layout: layout, store: store, settings: settings, now: now, log: log, progress: progress)
    do {
      if access == .writing { try await ImportStage.restoreIfLost(in: context) }
      try await body(context)
    } catch {
      // The first error is the one to tell; what was committed stays.
      try? await store.close()
      throw error
    }
    try await store.close()
  }

  /// How long a command waits for a watch to let the corpus go: longer than any batch takes.
  private static let longestWait = Duration.seconds(10 * 60)

  /// Opens the corpus; one that a watch holds is waited for, any other writer is not.
  private static func open(
    _ path: String, _ access: Access, now: UTCInstant, log: Logger
  ) async throws -> CorpusStore {
    let mode: CorpusStore.Mode = access == .writing ? .write : .read
    do {
      return try CorpusStore.open(path: path, mode: mode, now: now)
    } catch let error as StorageError where error.code == .locked {
      guard try CorpusTurn.isWatched(path) else { throw error }
      var turn = try CorpusTurn.ask(path)
      defer { withExtendedLifetime(turn) {} }
      log.info("a watch works on \(path): waiting for it to let go")
      let end = ContinuousClock.now + longestWait
      while ContinuousClock.now < end {
        try await Task.sleep(for: .milliseconds(100))
        turn = try turn ?? CorpusTurn.ask(path)
        do {
          return try CorpusStore.open(path: path, mode: mode, now: now)
        } catch let error as StorageError where error.code == .locked { continue }
      }
      throw error
    }
  }
}

/// The exit code of a command that failed; nil for errors this library does not know.
package func exitCode(of error: any Error) -> Int32? {
  switch error {
  case let error as PipelineError: error.code == .usage ? 2 : 1
  case let error as StorageError: error.code == .locked ? 75 : 1
  default: nil
  }
}
