import Corpus
import Foundation
import Logging
import Registries
import Storage
import Transport

/// Works off visits, every git host in lanes of its own, and stores what they found.
struct RepositoryLanes {
  var counts = RepositoryCounts()
  private let context: RunContext
  private let http: HTTPClient
  private let polite: PoliteClient
  private let width: Int
  private let salt: ContributorSalt
  private let userAgent: String

  /// What one visit came to.
  private struct Visited: Sendable {
    let target: RepositoryTarget
    let outcome: RepositoryVisit.Outcome
  }

  /// - Parameter isLocal: every host is on this machine, hence needs no patience.
  init(context: RunContext, isLocal: Bool) throws {
    self.context = context
    userAgent = "assay/\(Version.current) (+\(context.settings.contact ?? "loopback only"))"
    // Protocols, section 5.2: at most two at once and three requests a second per host.
    var limits = HostLimits(requestsPerSecond: 3, maxConcurrent: 2, maxAttempts: 3)
    if isLocal { limits = .loopback }
    width = isLocal ? 2 * ProcessInfo.processInfo.activeProcessorCount : limits.maxConcurrent
    http = HTTPClient(
      configuration: HTTPConfiguration(
        userAgent: userAgent, maxConnectionsPerHost: isLocal ? width : 2))
    polite = PoliteClient(client: http, limits: limits)
    salt = try ContributorSalt.open(context.layout.contributorSalt)
  }

  /// The hosts without those on this machine that are not there: a simulator of recorded documents has none.
  func answering(_ hosts: GitHosts) async -> GitHosts {
    var answering = hosts
    for (host, base) in hosts.bases.sorted(by: { $0.key < $1.key })
    where GitHosts.isLoopback(base) {
      let response = try? await polite.send(HTTPRequest(url: base, maximumBodyBytes: 1 << 16))
      if response?.status == 200 { continue }
      context.log.info("repositories: nothing answers for \(host) at \(base); left out")
      answering.bases[host] = nil
    }
    return answering
  }

  /// Visits all, hosts side by side; returns what happened.
  mutating func run(_ targets: [RepositoryTarget]) async throws -> RepositoryCounts {
    defer { http.shutdown() }
    let hosts = Dictionary(grouping: targets, by: \.host).sorted { $0.key < $1.key }
    let parts = try await withThrowingTaskGroup(of: RepositoryCounts.self) { group in
      for (_, own) in hosts {
        let lanes = self
        group.addTask { try await lanes.visit(own) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    for part in parts { counts.add(part) }
    counts.requests = polite.statistics().reduce(0) { $0 + $1.requests }
    try Task.checkCancellation()
    return counts
  }

  /// The visits of one host, a few at once; stops when the host wants a pause.
  private func visit(_ targets: [RepositoryTarget]) async throws -> RepositoryCounts {
    var lanes = self
    lanes.counts = RepositoryCounts()
    var isBusy = false
    try await withThrowingTaskGroup(of: Visited.self) { group in
      var next = targets.makeIterator()
      for _ in 0..<width {
        if let target = next.next() { try await start(target, in: &group) }
      }
      while let visited = try await group.next() {
        if case .hostBusy(let reason) = visited.outcome, !isBusy {
          isBusy = true
          context.log.warning("\(visited.target.host): \(reason); the rest is left for a later run")
        }
        try await lanes.keep(visited)
        if !isBusy, !Task.isCancelled, let target = next.next() {
          try await start(target, in: &group)
        }
      }
      while next.next() != nil { lanes.counts.left += 1 }
    }
    return lanes.counts
  }

  private func start(
    _ target: RepositoryTarget, in group: inout ThrowingTaskGroup<Visited, any Error>
  ) async throws {
    let (previous, visit) = try await lastDocument(of: target)
    let work = RepositoryVisit(
      key: target.key, url: target.url, previous: previous, previousVisitAt: visit,
      client: GitClient(http: polite, agent: "assay/\(Version.current)"), http: polite,
      git: GitProgram(
        folder: "\(context.layout.temporary)/git-\(UUID().uuidString)", userAgent: userAgent,
        scheme: target.url.hasPrefix("http:") ? "http" : "https"), salt: salt, now: context.now)
    group.addTask { Visited(target: target, outcome: await work.run()) }
  }

  /// The newest document of any registry that claims the repository, and the newest visit that saw it.
  private func lastDocument(
    of target: RepositoryTarget
  ) async throws -> (RepositoryDocument?, UTCInstant?) {
    var newest: (document: RepositoryDocument, at: UTCInstant)?
    for ecosystem in target.ecosystems {
      guard
        let snapshot = try await context.store.newest(
          ecosystem: ecosystem, kind: .repository, subject: target.key),
        newest.map({ $0.at < snapshot.fetchedAt }) ?? true,
        let document = try? RepositoryDocument(
          parsing: try await context.store.body(of: snapshot))
      else { continue }
      newest = (document, snapshot.fetchedAt)
    }
    return (newest?.document, newest?.at)
  }

  private mutating func keep(_ visited: Visited) async throws {
    let target = visited.target
    switch visited.outcome {
    case .read(let document):
      counts.read += 1
      try await store(target, status: 200, document, references: document.references)
    case .unchanged(let references):
      counts.unchanged += 1
      try await store(target, status: 304, nil, references: references)
    case .gone(let status):
      counts.gone += 1
      try await store(target, status: status, nil, references: nil)
    case .failed(let reason):
      counts.failed += 1
      let rejection = Rejection(
        package: target.claimant, stage: "repositories", reason: "\(target.key): \(reason)")
      try await context.store.record([rejection], run: context.runName)
      context.log.debug("\(target.key): \(reason)")
    case .hostBusy, .interrupted: counts.left += 1
    }
    let done = counts.read + counts.unchanged + counts.gone + counts.failed
    context.progress.update("repositories \(target.host)", done: done, total: counts.due)
  }

  /// One capture per registry that claims it; a registry that never had the document gets all of it.
  private func store(
    _ target: RepositoryTarget, status: Int, _ document: RepositoryDocument?, references: String?
  ) async throws {
    for ecosystem in target.ecosystems {
      var (status, document) = (status, document)
      if status == 304 {
        let newest = try await context.store.newestAny(
          ecosystem: ecosystem, kind: .repository, subject: target.key)
        if newest == nil || newest?.outcome == .tombstone {
          (status, document) = (200, try await lastDocument(of: target).0)
        }
      }
      let capture = Capture(
        ecosystem: ecosystem, subject: target.key, kind: .repository,
        url: "https://\(target.key).git", status: status,
        headers: [HeaderField("Content-Type", "application/json")],
        body: try document?.bytes() ?? [], fetchedAt: context.now, version: references)
      _ = try await context.store.append(capture, settling: nil)
    }
  }
}

extension RepositoryCounts {
  /// Adds what another host's lanes did.
  mutating func add(_ other: RepositoryCounts) {
    read += other.read
    unchanged += other.unchanged
    gone += other.gone
    failed += other.failed
    left += other.left
  }
}
