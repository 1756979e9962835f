package import Corpus
package import Logging
import Storage

/// Checks every stored record, and rebuilds the catalog when asked to.
package enum VerifyStage {
  /// Prints what was found through `say`; each problem says where and what to do.
  ///
  /// - Returns: whether everything is sound.
  package static func run(
    path: String, repair: Bool, now: UTCInstant, log: Logger, say: (String) -> Void
  ) async throws -> Bool {
    if repair { try await rebuild(path: path, now: now, log: log, say: say) }
    let report = try await check(path: path, now: now)
    for problem in report.problems { say("\(problem)") }
    say(
      "verified \(report.records) records in \(report.segments) segments, \(report.bytes) bytes: "
        + (report.isClean ? "sound" : "\(report.problems.count) problems"))
    return report.isClean
  }

  private static func check(path: String, now: UTCInstant) async throws -> VerifyReport {
    let store = try CorpusStore.open(path: path, mode: .read, now: now)
    let report = try await store.verify()
    try await store.close()
    return report
  }

  /// Says what was wrong before it makes the catalog anew: afterwards nothing may tell of what is lost.
  private static func rebuild(
    path: String, now: UTCInstant, log: Logger, say: (String) -> Void
  ) async throws {
    do {
      let found = try await check(path: path, now: now)
      for problem in found.problems { say("found: \(problem.finding)") }
    } catch let error as StorageError where error.code == .catalog {
      say("found: \(error.message)")
    }
    let rebuilt = try CorpusStore.rebuildCatalog(path: path)
    for problem in rebuilt.problems { say("left out: \(problem.finding)") }
    let store = try CorpusStore.open(path: path, mode: .write, now: now)
    let context = RunContext(
      layout: CorpusLayout(root: path), store: store, settings: Settings(), now: now, log: log,
      progress: Progress(isEnabled: false))
    try await ImportStage.restore(in: context)
    try await store.close()
    say(
      "the catalog was rebuilt from the segments: \(rebuilt.rows) rows; the feeds are compared in full by the next crawl"
    )
  }
}
