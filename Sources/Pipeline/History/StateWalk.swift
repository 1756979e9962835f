package import Corpus
import Registries

/// Follows one package from state to state and notes every change.
///
/// Pure: it is told what each visit found, in order.
package struct StateWalk {
  package let package: PackageID
  package private(set) var changes: [StateChange] = []
  package private(set) var generation: Int
  /// The last visit that saw the package this name had before; nil in the first generation.
  package private(set) var generationSince: UTCInstant?
  private var status: PackageStatus?
  /// The versions when the package was last live, and whether they were ever seen.
  private var releases: [ReleaseFacts]
  private var lastLiveAt: UTCInstant?

  /// - Parameter previous: what an earlier walk ended with; nil starts from nothing.
  package init(_ package: PackageID, from previous: PackageFacts?) {
    self.package = package
    generation = previous?.generation ?? 1
    generationSince = previous?.generationSince
    status = previous?.status
    releases = previous?.releases ?? []
    lastLiveAt = previous.flatMap { $0.releases.isEmpty ? nil : $0.observedAt }
  }

  /// One visit: what it found, when, and when the package was visited before.
  package struct Visit {
    let facts: PackageFacts
    let at: UTCInstant
    let before: UTCInstant?
    let evidence: String

    package init(facts: PackageFacts, at: UTCInstant, before: UTCInstant?, evidence: String) {
      self.facts = facts
      self.at = at
      self.before = before
      self.evidence = evidence
    }
  }

  package mutating func visit(_ visit: Visit) {
    let facts = visit.facts
    let isLive = !facts.isTakenDown && !facts.releases.isEmpty
    let isAnother = isLive && isAnotherPackage(facts)
    if isAnother {
      generation += 1
      generationSince = lastLiveAt
      releases = []
    }
    if status != facts.status || isAnother {
      note(visit, nil, from: status?.rawValue, to: facts.status.rawValue)
    }
    status = facts.status
    guard isLive else { return }
    if lastLiveAt != nil { noteVersions(visit) }
    releases = facts.releases
    lastLiveAt = visit.at
  }

  /// Whether the name now belongs to a package that shares no release with the one before.
  ///
  /// A package that comes back brings its releases with it; a new one under the same name has
  /// none of them, and published all of its own after the old one was last seen.
  private func isAnotherPackage(_ facts: PackageFacts) -> Bool {
    guard let lastLiveAt, !releases.isEmpty else { return false }
    let known = Set(releases.map(Identity.init))
    return facts.releases.allSatisfy { release in
      guard let publishedAt = release.publishedAt, publishedAt > lastLiveAt else { return false }
      return !known.contains(Identity(release))
    }
  }

  private struct Identity: Hashable {
    let version: ByteKey
    let publishedAt: UTCInstant?

    init(_ release: ReleaseFacts) {
      version = ByteKey(release.version)
      publishedAt = release.publishedAt
    }
  }

  private mutating func noteVersions(_ visit: Visit) {
    let now = Dictionary(visit.facts.releases.map { (ByteKey($0.version), $0) }) { $1 }
    for release in releases {
      let next = now[ByteKey(release.version)]?.state ?? .removed
      guard next != release.state else { continue }
      note(visit, release.version, from: release.state.rawValue, to: next.rawValue)
    }
  }

  private mutating func note(_ visit: Visit, _ version: String?, from: String?, to: String) {
    changes.append(
      StateChange(
        package: package, generation: generation, version: version, from: from, to: to,
        observedAt: visit.at, previouslyObservedAt: visit.before, evidence: visit.evidence))
  }
}
