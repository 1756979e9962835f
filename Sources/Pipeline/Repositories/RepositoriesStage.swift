package import Corpus
import Foundation
import Logging
import Registries
import Storage
import Transport

/// What a run did with the claimed repositories.
package struct RepositoryCounts: Codable, Sendable, Equatable {
  /// Repositories on the hosts that may be asked, each once.
  package var claimed = 0
  /// Visits that were due in this run.
  package var due = 0
  /// A new document was stored.
  package var read = 0
  /// Nothing moved since the last visit.
  package var unchanged = 0
  /// The host does not know it: a tombstone was stored.
  package var gone = 0
  /// No usable answer: a rejection row says why.
  package var failed = 0
  /// Put off, since their host asked for a pause or the run was told to end.
  package var left = 0
  package var requests = 0

  package init() {}

  /// The figures as one line.
  package var sentence: String {
    "\(claimed) claimed, \(due) due, \(read) read, \(unchanged) unchanged, \(gone) gone, "
      + "\(failed) failed, \(left) put off; \(requests) requests"
  }
}

/// Visits the source repositories that packages claim: tags with dates, activity, contributors.
///
/// The only stage beside crawl that waits on a network. One that fails never stops another.
package enum RepositoriesStage {
  /// Visits what is due and writes `stages/repositories` and `repository-tags` of each ecosystem.
  ///
  /// - Parameter limit: at most this many visits; nil means what the settings say.
  /// - Throws: `PipelineError(.usage)` when no git host may be asked; `StorageError`.
  package static func run(
    _ ecosystems: [Ecosystem], limit: Int? = nil, in context: RunContext
  ) async throws -> RepositoryCounts {
    let hosts = try GitHosts(context.settings)
    guard !hosts.isEmpty else {
      throw PipelineError(
        .usage,
        "no git host may be asked: give --contact MAIL-OR-URL (or ASSAY_CONTACT) for the public "
          + "ones, set gitHosts in assay.json, or use --simulator URL")
    }
    let counts = try await visit(ecosystems, hosts, limit, context)
    for ecosystem in ecosystems {
      try await RepositoriesTable.write(ecosystem, asOf: nil, in: context)
    }
    context.log.info("repositories: \(counts.sentence)")
    return counts
  }

  private static func visit(
    _ ecosystems: [Ecosystem], _ hosts: GitHosts, _ limit: Int?, _ context: RunContext
  ) async throws -> RepositoryCounts {
    var lanes = try RepositoryLanes(
      context: context, isLocal: hosts.bases.values.allSatisfy(GitHosts.isLoopback))
    let hosts = await lanes.answering(hosts)
    let claimed = try ecosystems.flatMap { ecosystem in
      let facts = try FactsFiles(layout: context.layout, ecosystem: ecosystem).read()
      return RepositoryTargets.claimed(facts, hosts: hosts)
    }
    let targets = merged(claimed)
    let due = RepositoryTargets.due(
      targets, visits: try await visits(ecosystems, context), now: context.now,
      limit: limit ?? context.settings.repositoryVisits)
    lanes.counts.claimed = targets.count
    lanes.counts.due = due.count
    let counts = try await lanes.run(due)
    try await context.store.flush()
    context.progress.finish()
    return counts
  }

  /// One target a repository, whoever claims it where.
  private static func merged(_ targets: [RepositoryTarget]) -> [RepositoryTarget] {
    Dictionary(grouping: targets, by: \.key).values.compactMap { same -> RepositoryTarget? in
      guard var target = same.min(by: { $0.claimant < $1.claimant }) else { return nil }
      target.ecosystems = same.flatMap(\.ecosystems).sorted()
      target.claimedAt = same.map(\.claimedAt).max() ?? target.claimedAt
      return target
    }
  }

  /// When each repository was last visited, whatever came of it.
  private static func visits(
    _ ecosystems: [Ecosystem], _ context: RunContext
  ) async throws -> [String: UTCInstant] {
    var visits: [String: UTCInstant] = [:]
    for ecosystem in ecosystems {
      for snapshot in try await context.store.newestSnapshots(
        ecosystem: ecosystem, kinds: [.repository])
      {
        visits[snapshot.subject] = max(
          visits[snapshot.subject] ?? snapshot.fetchedAt, snapshot.fetchedAt)
      }
    }
    return visits
  }
}
