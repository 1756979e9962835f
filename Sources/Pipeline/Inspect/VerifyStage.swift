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
    let store = try CorpusStore.open(path: path, mode: .read, now: now)
    let report = try await store.verify()
    try await store.close()
    for problem in report.problems { say("\(problem)") }
    say(
      "verified \(report.records) records in \(report.segments) segments, \(report.bytes) bytes: "
        + (report.isClean ? "sound" : "\(report.problems.count) problems"))
    return report.isClean
  }

  private static func rebuild(
    path: String, now: UTCInstant, log: Logger, say: (String) -> Void
  ) async throws {
    try CorpusStore.rebuildCatalog(path: path)
    let store = try CorpusStore.open(path: path, mode: .write, now: now)
    let context = RunContext(
      layout: CorpusLayout(root: path), store: store, settings: Settings(), now: now, log: log,
      progress: Progress(isEnabled: false))
    try await ImportStage.restore(in: context)
    try await store.close()
    say("the catalog was rebuilt from the segments")
  }
}
