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
  /// Committer date of the newest commit seen; nil without commits.
  public var newestCommitAt: UTCInstant?
  /// Commits of the last 365 days before the visit; nil when history was not read.
  public var commits365d: Int?
  /// Distinct author addresses (salted hashes) among the commits read; nil when history was not read.
  public var contributors: Int?

  public init(
    key: String, observedAt: UTCInstant, previouslyObservedAt: UTCInstant? = nil,
    defaultBranch: String? = nil, tags: [RepositoryTag] = [], newestCommitAt: UTCInstant? = nil,
    commits365d: Int? = nil, contributors: Int? = nil
  ) {
    self.key = key
    self.observedAt = observedAt
    self.previouslyObservedAt = previouslyObservedAt
    self.defaultBranch = defaultBranch
    self.tags = tags
    self.newestCommitAt = newestCommitAt
    self.commits365d = commits365d
    self.contributors = contributors
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

  public init(
    name: String, commit: String, taggedAt: UTCInstant?, committedAt: UTCInstant?,
    firstSeenAt: UTCInstant
  ) {
    self.name = name
    self.commit = commit
    self.taggedAt = taggedAt
    self.committedAt = committedAt
    self.firstSeenAt = firstSeenAt
  }

  /// The time it claims: of the tag, else of the commit (method, section 7).
  public var claimedAt: UTCInstant? { taggedAt ?? committedAt }
}
