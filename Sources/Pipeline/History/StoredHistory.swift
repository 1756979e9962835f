package import Corpus
import Foundation
import Registries
import Storage

/// Every stored state of one package, oldest first, with what changed between them.
package struct StoredHistory {
  /// One moment at which a registry said something new.
  struct State {
    let moment: UTCInstant
    /// The visit before; nil at the first.
    let before: UTCInstant?
    /// Visits since the state before that found nothing new.
    let confirmations: Int
    let evidence: String
    /// Nil when the documents cannot be read.
    let facts: PackageFacts?
  }

  let package: PackageID
  let states: [State]
  let changes: [StateChange]
  let generation: Int

  /// Reads all of them.
  ///
  /// - Parameter asOf: leaves out what was stored later; nil means all.
  /// - Throws: `PipelineError(.missingArtefact)` when nothing about the package is stored.
  package init(of package: PackageID, asOf: UTCInstant?, in context: RunContext) async throws {
    let stored = try await context.store.history(
      ecosystem: package.ecosystem, subject: package.key)
    let timeline = PackageTimeline(stored, through: asOf ?? .distantFuture)
    guard !timeline.snapshots.isEmpty else {
      throw PipelineError(
        .missingArtefact,
        "nothing about \(package) is stored\(asOf.map { " as of \($0)" } ?? ""): crawl it first")
    }
    let dumps = try await CratesDumpReader(context: context).rows(of: package, asOf: asOf)
    let documents = PackageDocuments(package, timeline, FactsDecoder(), context.store)
    var states: [State] = []
    var walk = StateWalk(package, from: nil)
    for moment in Set(timeline.changes + dumps.map(\.seenAt)).sorted() {
      let row = dumps.last { $0.seenAt <= moment }?.row
      let facts = try await documents.facts(at: moment, dump: row)?.facts
      let state = State(
        moment: moment, before: timeline.visit(before: moment),
        confirmations: timeline.confirmations(after: states.last?.moment, before: moment),
        evidence: timeline.evidence(at: moment), facts: facts)
      states.append(state)
      let isOfDump = package.ecosystem == .crates
      if let facts = isOfDump ? try await documents.states(at: moment) : facts {
        walk.visit(
          StateWalk.Visit(
            facts: facts, at: moment, before: state.before, evidence: state.evidence))
      }
    }
    self.package = package
    self.states = states
    changes = walk.changes
    generation = walk.generation
    lastConfirmations = timeline.confirmations(after: states.last?.moment, before: .distantFuture)
  }

  /// Visits after the newest state that found nothing new.
  private let lastConfirmations: Int

  /// The whole history for people.
  package var text: String {
    var lines = [
      "\(package): \(states.count) states\(generation > 1 ? ", generation \(generation)" : "")"
    ]
    var known: PackageFacts?
    for state in states {
      if state.confirmations > 0 { lines.append("  unchanged in \(state.confirmations) visits") }
      lines.append("\(state.moment) \(heading(state, known: known))")
      if !state.evidence.isEmpty { lines.append("  \(state.evidence)") }
      lines += changes.filter { $0.observedAt == state.moment && $0.from != nil }
        .map { "  \($0.sentence)" }
      if let facts = state.facts {
        lines += (known.map { FactsDifference(from: $0, to: facts).lines } ?? []).map { "  \($0)" }
        known = facts
      }
    }
    if lastConfirmations > 0 { lines.append("  unchanged in \(lastConfirmations) visits") }
    return lines.joined(separator: "\n")
  }

  private func heading(_ state: State, known: PackageFacts?) -> String {
    guard let facts = state.facts else { return "cannot be read" }
    let released = facts.releases.count
    let what = "\(facts.status.rawValue), \(released) \(released == 1 ? "version" : "versions")"
    return known == nil ? "first seen: \(what)" : what
  }
}

extension PackageTimeline {
  /// Visits strictly between two moments.
  fileprivate func confirmations(after start: UTCInstant?, before end: UTCInstant) -> Int {
    guard let start else { return 0 }
    return Set(snapshots.map(\.fetchedAt).filter { $0 > start && $0 < end }).count
  }
}

extension StateChange {
  /// The change with the interval it must lie in.
  var sentence: String {
    let what =
      version.map { "version \($0)" } ?? "package"
      + (generation > 1 ? " \(generation) of this name" : "")
    let since = previouslyObservedAt.map { "between \($0) and \(observedAt)" } ?? "by \(observedAt)"
    return "\(what) \(from ?? "unknown") -> \(to), \(since)"
  }
}
