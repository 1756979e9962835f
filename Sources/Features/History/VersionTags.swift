package import Corpus

/// When a repository tagged each version of one package, after tags that prove nothing were taken out.
///
/// Source: scoring method, section 7.2, step 2.
package struct VersionTags: Sendable, Equatable {
  /// Days since 1970 by canonical version.
  package private(set) var days: [String: Double] = [:]
  /// Tags that claim a time at which a later visit did not see them: from the second on we are the witness.
  package private(set) var lateTags = 0
  /// Tags made in one go, as an import does.
  package private(set) var bulkTags = 0
  /// Whether most of the tags name the package, as in a repository of many packages.
  package private(set) var isQualified = false

  /// Tags given by version, in days; bulk tags are taken out.
  package init(days: [String: Double]) {
    self.days = days
    removeBulk()
  }

  /// Reads a repository's tags as tags of one package.
  ///
  /// Of several tags of a version the plainest counts, then the earliest.
  package init(_ repository: RepositoryFacts, names: TagNames) {
    var chosen: [String: (rule: TagRule, day: Double)] = [:]
    for tag in repository.tags {
      guard let claimed = tag.claimedAt, let match = names.match(tag.name) else { continue }
      if let absentAt = tag.absentAt, claimed < absentAt {
        lateTags += 1
        continue
      }
      let candidate = (rule: match.rule, day: claimed.daysSince1970)
      if let known = chosen[match.version], (known.rule, known.day) <= candidate { continue }
      chosen[match.version] = candidate
    }
    days = chosen.mapValues(\.day)
    isQualified = chosen.values.count { $0.rule.isQualified } * 2 > chosen.count
    removeBulk()
  }

  /// Takes out runs of at least 5 tags and a fifth of all, each within an hour of the one before.
  private mutating func removeBulk() {
    let ordered = days.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
    var start = 0
    for end in 1...max(1, ordered.count)
    where end >= ordered.count
      || ordered[end].value - ordered[end - 1].value > 1.0 / 24
    {
      let run = ordered[start..<min(end, ordered.count)]
      if run.count >= 5, run.count * 5 >= ordered.count {
        for tag in run { days[tag.key] = nil }
        bulkTags += run.count
      }
      start = end
    }
  }
}

extension UTCInstant {
  /// Days since 1970-01-01T00:00:00Z.
  package var daysSince1970: Double { Double(milliseconds) / 86_400_000 }
}
