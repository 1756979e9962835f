package import Corpus
import Foundation
import Registries
import Storage
import Tables

/// One package as text: score, signals, labels and stored documents.
package enum PackageView {
  /// - Parameter asOf: shows what was stored at this moment; scores and signals are always the newest.
  /// - Throws: `PipelineError(.missingArtefact)` when nothing about the package is stored.
  package static func text(of package: PackageID, asOf: UTCInstant?, in context: RunContext)
    async throws -> String
  {
    let moment = asOf ?? .distantFuture
    let history = try await context.store.history(
      ecosystem: package.ecosystem, subject: package.key
    ).filter { $0.kind.isAboutPackage && $0.fetchedAt <= moment }
    guard !history.isEmpty else {
      throw PipelineError(
        .missingArtefact,
        "nothing about \(package) is stored\(asOf.map { " as of \($0)" } ?? ""): crawl it first")
    }
    var lines = ["\(package)"]
    lines += try await factLines(package, history, context)
    if asOf == nil { lines += try scoreLines(package, context.layout) }
    lines += try await labelLines(package, context)
    lines += ["stored documents:"] + history.map { "  \(documentLine($0))" }
    return lines.joined(separator: "\n")
  }

  private static func documentLine(_ snapshot: Snapshot) -> String {
    let what =
      switch snapshot.outcome {
      case .stored: "stored \(snapshot.bodyBytes) bytes, sha256 \(snapshot.digest.prefix(12))"
      case .unchanged: "unchanged, sha256 \(snapshot.digest.prefix(12))"
      case .tombstone: "gone (\(snapshot.status))"
      }
    let version = snapshot.version.map { ", version \($0)" } ?? ""
    return "\(snapshot.fetchedAt) \(snapshot.kind.rawValue): \(what)\(version)"
  }

  private static func factLines(
    _ package: PackageID, _ history: [Snapshot], _ context: RunContext
  ) async throws -> [String] {
    let newest = Dictionary(grouping: history, by: \.kind).values.compactMap {
      $0.max { $0.fetchedAt < $1.fetchedAt }
    }
    let reader = CratesDumpReader(context: context)
    let moment = newest.map(\.fetchedAt).max()
    let dump = try await reader.newest(package.ecosystem, asOf: moment)
    let source = PackageSource(
      package: package, snapshots: newest, dumpRow: dump?.crates[package.key])
    let lastRows = try await reader.lastRows(of: [source], asOf: moment)
    let decoded = try await DecodeWindow(context: context, lastRows: lastRows).facts(of: [source])
    guard let facts = decoded.facts[package] else {
      return decoded.rejections.map { "rejected: \($0.reason)" }
    }
    return [
      "status \(facts.status.rawValue), observed \(facts.observedAt)",
      "releases \(facts.releases.count)" + (facts.currentVersion.map { ", current \($0)" } ?? ""),
      "repository \(facts.repository.value?.key ?? facts.repository.state.name)",
      "maintainers \(facts.maintainers.value?.joined(separator: ", ") ?? facts.maintainers.state.name)",
    ]
  }

  private static func scoreLines(_ package: PackageID, _ layout: CorpusLayout) throws -> [String] {
    let path = layout.stageTable("signals", package.ecosystem)
    guard FileManager.default.fileExists(atPath: path) else { return ["not scored yet"] }
    let signals = try SignalsTable.read(path: path, ecosystem: package.ecosystem)
    guard let row = signals.packages.firstIndex(of: package) else { return ["not scored yet"] }
    var lines = try ScoresTable.sentences(of: package, layout)
    lines.append("signals:")
    for column in signals.columns {
      let definition = column.definition
      let value = column.states[row] == .present ? " \(column.values[row])" : ""
      lines.append(
        "  \(definition.facet.rawValue) \(definition.name): \(column.states[row].name)\(value)")
    }
    return lines
  }

  private static func labelLines(_ package: PackageID, _ context: RunContext) async throws
    -> [String]
  {
    try await context.store.claims().filter { $0.package == package }.map { claim in
      let withdrawn = claim.withdrawnAt.map { ", withdrawn \($0)" } ?? ""
      return "label \(claim.report): \(claim.kind.rawValue), says \(claim.source)\(withdrawn)"
    }
  }
}
