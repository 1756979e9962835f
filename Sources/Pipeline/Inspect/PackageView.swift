package import Corpus
import Foundation
import Registries
import Storage
import Tables

/// One package as text: score, signals, labels, states and stored documents.
package enum PackageView {
  /// - Parameter asOf: shows what was known at this moment: documents stored and runs complete by then.
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
    lines += try scoreLines(package, asOf: asOf, context.layout)
    lines += try await labelLines(package, asOf: moment, context)
    lines += try ScoreHistory.lines(of: package, asOf: asOf, context.layout)
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
    let newest = PackageTimeline(history).newest(at: .distantFuture)
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
    let generation = facts.generation > 1 ? ", generation \(facts.generation) of this name" : ""
    return [
      "status \(facts.status.rawValue), observed \(facts.observedAt)\(generation)",
      "releases \(facts.releases.count)" + (facts.currentVersion.map { ", current \($0)" } ?? ""),
      "repository \(facts.repository.value?.key ?? facts.repository.state.name)",
      "maintainers \(facts.maintainers.value?.joined(separator: ", ") ?? facts.maintainers.state.name)",
    ] + decoded.changes.filter { $0.from != nil }.map { "state: \($0.sentence)" }
  }

  private static func scoreLines(
    _ package: PackageID, asOf: UTCInstant?, _ layout: CorpusLayout
  ) throws -> [String] {
    guard let tables = TablesOfMoment(package.ecosystem, asOf: asOf, layout) else {
      return ["not scored yet"]
    }
    let signals = try SignalsTable.read(path: tables.signals, ecosystem: package.ecosystem)
    guard let row = signals.packages.firstIndex(of: package) else { return ["not scored yet"] }
    var lines = try ScoresTable.sentences(of: package, in: tables.scores)
    lines.append("signals\(tables.run.map { " of run \($0)" } ?? ""):")
    for column in signals.columns {
      let definition = column.definition
      let value = column.states[row] == .present ? " \(column.values[row])" : ""
      lines.append(
        "  \(definition.facet.rawValue) \(definition.name): \(column.states[row].name)\(value)")
    }
    return lines
  }

  private static func labelLines(
    _ package: PackageID, asOf moment: UTCInstant, _ context: RunContext
  ) async throws -> [String] {
    let claims = try await context.store.claims().filter {
      $0.package == package && ($0.publishedAt ?? moment) <= moment
    }
    return claims.map { claim in
      let withdrawn = claim.withdrawnAt.map { ", withdrawn \($0)" } ?? ""
      return "label \(claim.report): \(claim.kind.rawValue), says \(claim.source)\(withdrawn)"
    }
  }
}
