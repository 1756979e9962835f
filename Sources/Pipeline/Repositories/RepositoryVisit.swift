import Corpus
import Foundation
import Registries
import Storage
import Transport

/// One visit to one repository: one request when nothing moved, else a fetch of what is new.
struct RepositoryVisit: Sendable {
  enum Outcome: Sendable {
    /// It points where the last document says, which is named by the digest of its references.
    case unchanged(String)
    case read(RepositoryDocument)
    /// The host does not know it: 404, 410 or 451.
    case gone(Int)
    case failed(String)
    /// The host wants a pause: nothing more is asked of it in this run.
    case hostBusy(String)
    case interrupted
  }

  /// `host/owner/name`.
  let key: String
  let url: String
  /// The newest document and the newest visit of all; nil before the first.
  let previous: RepositoryDocument?
  let previousVisitAt: UTCInstant?
  let client: GitClient
  let http: PoliteClient
  let git: GitProgram
  let salt: ContributorSalt
  let now: UTCInstant

  /// Requests `git fetch` sends: capabilities, references, objects.
  private static let requestsOfFetch = 3
  /// Tags that are named one by one; with more new ones, all are fetched.
  private static let namedTags = 200

  /// Never throws: whatever one repository does is a value, so that it cannot stop the others.
  func run() async -> Outcome {
    do {
      switch try await client.references(at: url) {
      case .gone(let status): return .gone(status)
      case .busy: return .hostBusy("the host answered 429")
      case .references(let references, let movedTo):
        let hasher = Digest()
        hasher.update(references.text)
        let digest = hasher.hexadecimal()
        if let previous, previous.references == digest, previous.movedTo == movedTo {
          return .unchanged(digest)
        }
        return .read(try await read(references, digest: digest, movedTo: movedTo))
      }
    } catch let error as TransportError where error.code == .hostUnavailable {
      return .hostBusy("\(error)")
    } catch let error as RepositoryProblem where error.description.contains("error: 429") {
      return .hostBusy("\(error)")
    } catch {
      return Task.isCancelled ? .interrupted : .failed("\(error)")
    }
  }

  private func read(
    _ references: GitReferences, digest: String, movedTo: String?
  ) async throws -> RepositoryDocument {
    let known = Dictionary(
      (previous?.tags ?? []).map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    let fresh = references.tags.filter { known[$0.name]?.object != $0.object }
    var document = RepositoryDocument(
      repository: key, movedTo: movedTo, references: digest, head: references.head,
      defaultBranch: references.defaultBranch, firstVisitAt: previous?.firstVisitAt ?? .init(now),
      visitedAt: .init(now), tags: [], movedTags: previous?.movedTags ?? [],
      refusedReferences: references.refused, newestCommitAt: nil, history: previous?.history)
    let isHeadNew = references.head != previous?.head
    var fetched: [String: FetchedReference] = [:]
    if references.head != nil || !fresh.isEmpty {
      defer { git.remove() }
      try await git.prepare()
      let source = movedTo ?? url
      fetched = try await fetch(source, fresh, of: references)
      if isHeadNew || previous?.history == nil {
        document.history = try await history(source, fetched["refs/assay/head"])
      }
    }
    document.tags = references.tags.map { tag($0, known[$0.name], fetched["refs/tags/\($0.name)"]) }
    document.movedTags += moves(references, known)
    let dates = document.tags.compactMap(\.committedAt?.instant)
    document.newestCommitAt = (dates + [fetched["refs/assay/head"]?.committedAt].compactMap(\.self))
      .max().map { .init($0) }
    return document
  }

  /// Fetches HEAD and the new tags, commits and tag objects only, and reads their dates.
  private func fetch(
    _ source: String, _ fresh: [GitReferences.Tag], of references: GitReferences
  ) async throws -> [String: FetchedReference] {
    let tags =
      fresh.count > Self.namedTags
      ? ["+refs/tags/*:refs/tags/*"] : fresh.map { "+refs/tags/\($0.name):refs/tags/\($0.name)" }
    let head = references.head == nil ? [] : ["+HEAD:refs/assay/head"]
    try await http.sending(Self.requestsOfFetch, to: source) {
      try await git.fetch(source, depth: "--depth=1", head + tags)
    }
    let output = try await git.run(["for-each-ref", "--format=\(FetchedReference.format)"])
    return Dictionary(
      FetchedReference.list(output, now: now).map { ($0.name, $0) }, uniquingKeysWith: { $1 })
  }

  /// The last year of the default branch; no commits when its newest is older.
  private func history(
    _ source: String, _ head: FetchedReference?
  ) async throws -> RepositoryDocument.History? {
    guard let head else { return nil }
    let since = now.addingDays(-365)
    guard let newest = head.committedAt else { return nil }
    guard newest > since else {
      return .init(log: [], since: since, now: now, salt: salt)
    }
    let seconds = since.milliseconds / 1000
    try await http.sending(Self.requestsOfFetch, to: source) {
      try await git.fetch(source, depth: "--shallow-since=\(seconds)", ["+HEAD:refs/assay/head"])
    }
    let output = try await git.run([
      "log", "--no-mailmap", "--no-show-signature", "--encoding=UTF-8",
      "--max-count=\(RepositoryDocument.History.maximumCommits)",
      RepositoryDocument.History.format, "refs/assay/head",
    ])
    return .init(log: output, since: since, now: now, salt: salt)
  }

  private func tag(
    _ tag: GitReferences.Tag, _ known: RepositoryDocument.Tag?, _ fetched: FetchedReference?
  ) -> RepositoryDocument.Tag {
    let isKnown = known?.object == tag.object
    let isSameCommit = known?.commit == tag.commit
    let isFetched = fetched?.object == tag.object
    return RepositoryDocument.Tag(
      name: tag.name, object: tag.object, commit: tag.commit,
      taggedAt: isKnown ? known?.taggedAt : isFetched ? fetched?.taggedAt.map { .init($0) } : nil,
      committedAt: isKnown
        ? known?.committedAt : isFetched ? fetched?.committedAt.map { .init($0) } : nil,
      firstSeenAt: isSameCommit ? known?.firstSeenAt ?? .init(now) : .init(now),
      absentAt: isSameCommit ? known?.absentAt : previousVisitAt.map { .init($0) })
  }

  /// Tags that lead elsewhere than at the last visit.
  private func moves(
    _ references: GitReferences, _ known: [String: RepositoryDocument.Tag]
  ) -> [RepositoryDocument.Move] {
    references.tags.compactMap { tag in
      guard let before = known[tag.name], before.commit != tag.commit else { return nil }
      return .init(name: tag.name, from: before.commit, to: tag.commit, seenAt: .init(now))
    }
  }
}
