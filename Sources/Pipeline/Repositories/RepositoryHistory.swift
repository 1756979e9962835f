package import Corpus
import Foundation
import Storage

/// Dates that `git` prints, made safe: whoever makes a commit chooses them.
package enum GitDate {
  private static let earliest = UTCInstant(milliseconds: 631_152_000_000)

  /// Seconds since 1970 as an instant; nil outside 1990 to two days after `now`.
  package static func instant(_ seconds: some StringProtocol, now: UTCInstant) -> UTCInstant? {
    guard let seconds = Int64(seconds), abs(seconds) < 1 << 40 else { return nil }
    let instant = UTCInstant(milliseconds: seconds * 1000)
    return instant >= earliest && instant <= now.addingDays(2) ? instant : nil
  }
}

/// What `for-each-ref` says of one fetched reference.
struct FetchedReference: Equatable {
  var name: String
  var object: String
  var taggedAt: UTCInstant?
  /// Committer date of the commit it is or points to.
  var committedAt: UTCInstant?

  /// Fields that no reference name or date can hold a space in.
  static let format =
    "%(refname) %(objectname) %(objecttype) %(taggerdate:unix) %(committerdate:unix) "
    + "%(*committerdate:unix)"

  /// Reads the lines of `for-each-ref`; what is none of ours is left out.
  static func list(_ output: [UInt8], now: UTCInstant) -> [FetchedReference] {
    output.split(separator: 0x0A).compactMap { line in
      let fields = String(decoding: line, as: UTF8.self)
        .split(separator: " ", omittingEmptySubsequences: false)
      guard fields.count == 6 else { return nil }
      return FetchedReference(
        name: String(fields[0]), object: String(fields[1]),
        taggedAt: GitDate.instant(fields[3], now: now),
        committedAt: GitDate.instant(fields[2] == "commit" ? fields[4] : fields[5], now: now))
    }
  }
}

extension RepositoryDocument.History {
  /// Commits that are read at most; a year of a very busy repository is cut there.
  static let maximumCommits = 50_000
  /// Authors kept at most, the busiest first.
  static let maximumContributors = 10_000
  static let format = "--format=%ct %ae"

  /// Reads lines of `git log`: committer date in seconds, then the author's address.
  ///
  /// - Parameter since: commits before it are left out: a shallow history has a ragged edge.
  init(log output: [UInt8], since: UTCInstant, now: UTCInstant, salt: ContributorSalt) {
    var days: [Int64: Int] = [:]
    var authors: [Substring: Int] = [:]
    let text = String(decoding: output, as: UTF8.self)
    for line in text.split(separator: "\n") {
      guard let space = line.firstIndex(of: " "),
        let time = GitDate.instant(line[..<space], now: now), time >= since
      else { continue }
      days[time.epochDay, default: 0] += 1
      authors[line[line.index(after: space)...], default: 0] += 1
    }
    var hashed: [String: Int] = [:]
    for (address, commits) in authors { hashed[salt.hash(address), default: 0] += commits }
    let busiest = hashed.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    self.init(
      since: .init(since),
      days: days.sorted { $0.key < $1.key }.map { .init(day: $0.key, commits: $0.value) },
      contributors: busiest.prefix(Self.maximumContributors).sorted { $0.key < $1.key }
        .map { .init(id: $0.key, commits: $0.value) })
  }
}
