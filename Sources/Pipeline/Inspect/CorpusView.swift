import Corpus
import Foundation
import Storage

/// What a corpus holds and how fresh it is, as text.
package enum CorpusView {
  package static func text(in context: RunContext) async throws -> String {
    var lines = ["corpus \(context.layout.root)"]
    lines += try await context.store.statistics().map(line)
    let runs = RunFolder.complete(in: context.layout.runs)
    lines.append("runs    \(runs.count) complete" + (runs.last.map { ", newest \($0)" } ?? ""))
    let claims = try await context.store.claims()
    let withdrawn = claims.count { $0.withdrawnAt != nil }
    lines.append("labels  \(claims.count) claims, \(withdrawn) of them withdrawn")
    return lines.joined(separator: "\n")
  }

  private static func line(_ held: CorpusStatistics) -> String {
    let newest = held.newestFetch.map { "newest \($0)" } ?? "nothing fetched yet"
    let name = held.ecosystem.rawValue.padding(toLength: 7, withPad: " ", startingAt: 0)
    return "\(name) \(held.packages) packages; \(held.stored) bodies of \(held.bodyBytes) bytes in "
      + "\(held.segments) segments of \(held.segmentBytes) bytes; \(held.unchanged) unchanged, "
      + "\(held.tombstones) tombstones; \(newest); \(held.owed) owed"
  }
}
