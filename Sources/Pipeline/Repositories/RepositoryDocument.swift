import Corpus
import Foundation
import Registries

/// One repository as a visit found it: the stored document, and what the next visit starts from.
///
/// Every field is as the server and the commits say it, but for the moments of our own visits. Addresses
/// of authors are kept as salted hashes only.
struct RepositoryDocument: Codable, Equatable, Sendable {
  /// One tag; `object` is the tag object or the commit, `commit` what it leads to.
  struct Tag: Codable, Equatable, Sendable {
    var name: String
    var object: String
    var commit: String
    /// Tagger date; nil for a lightweight tag, or an absurd date.
    var taggedAt: Moment?
    /// Committer date of the commit.
    var committedAt: Moment?
    var firstSeenAt: Moment
    /// The visit before that, which did not see it.
    var absentAt: Moment?
  }

  /// A tag that changed its commit.
  struct Move: Codable, Equatable, Sendable {
    var name: String
    var from: String
    var to: String
    var seenAt: Moment
  }

  /// Commits of one day.
  struct Day: Codable, Equatable, Sendable {
    /// Days since 1970-01-01.
    var day: Int64
    var commits: Int
  }

  /// One author of commits that were read.
  struct Contributor: Codable, Equatable, Sendable {
    /// Salted hash of the address.
    var id: String
    var commits: Int
  }

  /// What the default branch did over the last year.
  struct History: Codable, Equatable, Sendable {
    /// Commits before this moment were not read.
    var since: Moment
    /// Ascending.
    var days: [Day]
    /// Sorted by `id`.
    var contributors: [Contributor]
  }

  var edition = 1
  /// `host/owner/name`, as claimed.
  var repository: String
  /// Where the host sent us instead; nil when it is where it was claimed to be.
  var movedTo: String?
  /// SHA-256 of the references: equal means that nothing moved.
  var references: String
  /// The commit of HEAD; nil in an empty repository.
  var head: String?
  var defaultBranch: String?
  var firstVisitAt: Moment
  /// The visit that wrote this; later visits that found nothing new are revisit records.
  var visitedAt: Moment
  /// Sorted by name.
  var tags: [Tag]
  /// Oldest first.
  var movedTags: [Move]
  /// References with names git does not accept.
  var refusedReferences: Int
  var newestCommitAt: Moment?
  /// Nil when the history could not be read.
  var history: History?
}

extension RepositoryDocument {
  /// An instant written as ISO 8601.
  struct Moment: Codable, Hashable, Sendable {
    var instant: UTCInstant

    init(_ instant: UTCInstant) { self.instant = instant }

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      guard let instant = UTCInstant(parsing: try container.decode(String.self)) else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "no instant")
      }
      self.instant = instant
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      try container.encode(instant.iso8601)
    }
  }

  /// - Throws: `DecodingError` for bytes that are no such document.
  init(parsing bytes: [UInt8]) throws {
    self = try JSONDecoder().decode(Self.self, from: Data(bytes))
  }

  /// The same document, the same bytes.
  func bytes() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(self))
  }

  /// The facts as of a visit that found nothing newer than this document.
  ///
  /// - Parameters:
  ///   - observedAt: the newest visit.
  ///   - previously: the visit before it; nil at the first.
  func facts(observedAt: UTCInstant, previously: UTCInstant?) -> RepositoryFacts {
    let yearAgo = observedAt.addingDays(-365).epochDay
    return RepositoryFacts(
      key: repository, observedAt: observedAt, previouslyObservedAt: previously,
      defaultBranch: defaultBranch,
      tags: tags.map {
        RepositoryTag(
          name: $0.name, commit: $0.commit, taggedAt: $0.taggedAt?.instant,
          committedAt: $0.committedAt?.instant, firstSeenAt: $0.firstSeenAt.instant,
          absentAt: $0.absentAt?.instant)
      }, newestCommitAt: newestCommitAt?.instant,
      commits365d: history?.days.reduce(0) { $0 + ($1.day > yearAgo ? $1.commits : 0) },
      contributors: history?.contributors.count,
      movedTags: movedTags.map {
        RepositoryTagMove(name: $0.name, from: $0.from, to: $0.to, seenAt: $0.seenAt.instant)
      }, firstObservedAt: firstVisitAt.instant)
  }
}
