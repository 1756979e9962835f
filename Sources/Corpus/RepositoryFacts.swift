/// What a source repository said of itself when it was visited: claims, apart from when we saw them.
public struct RepositoryFacts: Sendable, Equatable, Codable {
  /// `host/owner/name`, as `RepositoryClaim.key`.
  public var key: String
  /// When it was visited.
  public var observedAt: UTCInstant
  /// When it was visited before that; nil at the first visit.
  public var previouslyObservedAt: UTCInstant?
  /// The branch HEAD points to; nil when it points nowhere.
  public var defaultBranch: String?
  /// Sorted by name.
  public var tags: [RepositoryTag]
  /// Tags that pointed to another commit at an earlier visit, oldest first.
  public var movedTags: [RepositoryTagMove]
  /// The first visit of all; a tag first seen later was made or pushed after it.
  public var firstObservedAt: UTCInstant?
  /// Committer date of the newest commit seen; nil without commits.
  public var newestCommitAt: UTCInstant?
  /// Commits of the last 365 days before the visit; nil when history was not read.
  public var commits365d: Int?
  /// Distinct author addresses (salted hashes) among the commits read; nil when history was not read.
  public var contributors: Int?

  public init(
    key: String, observedAt: UTCInstant, previouslyObservedAt: UTCInstant? = nil,
    defaultBranch: String? = nil, tags: [RepositoryTag] = [], newestCommitAt: UTCInstant? = nil,
    commits365d: Int? = nil, contributors: Int? = nil, movedTags: [RepositoryTagMove] = [],
    firstObservedAt: UTCInstant? = nil
  ) {
    self.key = key
    self.observedAt = observedAt
    self.previouslyObservedAt = previouslyObservedAt
    self.defaultBranch = defaultBranch
    self.tags = tags
    self.newestCommitAt = newestCommitAt
    self.commits365d = commits365d
    self.contributors = contributors
    self.movedTags = movedTags
    self.firstObservedAt = firstObservedAt
  }
}

/// One tag of a repository. Its times are chosen by whoever made it; only `firstSeenAt` is ours.
public struct RepositoryTag: Sendable, Hashable, Codable {
  /// The name without `refs/tags/`.
  public var name: String
  /// The commit it leads to, in hexadecimal.
  public var commit: String
  /// Tagger date of an annotated tag; nil for a lightweight one.
  public var taggedAt: UTCInstant?
  /// Committer date of the commit; nil when it is unreadable or absurd.
  public var committedAt: UTCInstant?
  /// The visit at which this tag first pointed to this commit.
  public var firstSeenAt: UTCInstant
  /// The visit before that, which did not see it so; nil when the first visit of all saw it.
  public var absentAt: UTCInstant?

  public init(
    name: String, commit: String, taggedAt: UTCInstant?, committedAt: UTCInstant?,
    firstSeenAt: UTCInstant, absentAt: UTCInstant? = nil
  ) {
    self.name = name
    self.commit = commit
    self.taggedAt = taggedAt
    self.committedAt = committedAt
    self.firstSeenAt = firstSeenAt
    self.absentAt = absentAt
  }

  /// The time it claims: of the tag, else of the commit (method, section 7).
  public var claimedAt: UTCInstant? { taggedAt ?? committedAt }
}

/// A tag that changed its commit between two visits: a published version was replaced.
public struct RepositoryTagMove: Sendable, Hashable, Codable {
  public var name: String
  /// The commits before and after, in hexadecimal.
  public var from: String
  public var to: String
  /// The visit that saw the new commit first.
  public var seenAt: UTCInstant

  public init(name: String, from: String, to: String, seenAt: UTCInstant) {
    self.name = name
    self.from = from
    self.to = to
    self.seenAt = seenAt
  }
}
