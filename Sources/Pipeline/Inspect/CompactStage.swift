package import Corpus
import Foundation
import Storage

/// Rewrites segments where a newly trained dictionary pays, and merges small ones.
package enum CompactStage {
  /// Says through `say` what each kind's segments took before and take now, and what was measured.
  ///
  /// - Parameter minimumSaving: the share of bytes from which rewriting a segment pays.
  /// - Throws: `StorageError`; what was done until then stays done.
  package static func run(
    path: String, minimumSaving: Double, now: UTCInstant,
    say: @escaping @Sendable (String) -> Void
  ) async throws {
    guard FileManager.default.fileExists(atPath: CorpusFolder(path).catalog) else {
      throw PipelineError(
        .usage, "\(path) is no corpus: check --corpus, or run `assay crawl` first")
    }
    let store = try CorpusStore.open(path: path, mode: .write, now: now)
    do {
      try await store.compact(minimumSaving: minimumSaving) { say(sentence($0)) }
    } catch {
      try? await store.close()
      throw error
    }
    try await store.close()
  }

  /// One kind's figures as one line.
  static func sentence(_ report: CompactionReport) -> String {
    let kind = report.kind?.rawValue ?? "documents of several kinds"
    return "\(report.ecosystem.rawValue) \(kind): \(size(report.before))" + result(report)
  }

  private static func result(_ report: CompactionReport) -> String {
    let damage = report.damage.map { "; left alone where it is damaged: \($0)" } ?? ""
    guard report.isRewritten else { return ", left as it is: \(measured(report))\(damage)" }
    let share = 1 - Double(report.after.bytes) / Double(max(1, report.before.bytes))
    return
      " before, \(size(report.after)) now: \(percent(share)) less; \(measured(report))\(damage)"
  }

  private static func measured(_ report: CompactionReport) -> String {
    guard let saving = report.measuredSaving else { return "too few documents to measure" }
    return
      "a new dictionary saves \(percent(saving)) on \(report.sampled) documents it had not seen"
  }

  private static func size(_ size: CompactionReport.Size) -> String {
    "\(size.bytes) bytes in \(size.segments) segment\(size.segments == 1 ? "" : "s")"
  }

  private static func percent(_ share: Double) -> String {
    let tenths = Int((share * 1000).rounded())
    return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10) %"
  }
}
