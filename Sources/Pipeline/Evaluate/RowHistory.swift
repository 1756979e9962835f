package import Corpus
package import Scoring

/// What evaluation must know of each row besides its signals and label, aligned with the input.
package struct RowHistory: Sendable {
  /// When the oldest release was published; nil when the registry gives no time.
  package let firstPublished: [UTCInstant?]
  /// Days between first publication and the document the row was made from; nil without a time.
  package let ageDays: [Double?]
  /// Who publishes the package: one group of the unlabelled; its own name when nobody is known.
  package let owners: [String]
  /// Rows whose only releases are a registry's placeholder.
  package let isPlaceholder: [Bool]
  /// The time of day at which the document was fetched, in seconds: a crawler's affair.
  package let fetchSecondOfDay: [Double]

  /// Days after its first release for which a package counts as an arrival.
  package static let arrivalDays = 30.0

  /// - Parameter facts: in the order of the input.
  package init(_ facts: [PackageFacts]) {
    firstPublished = facts.map { $0.releases.compactMap(\.publishedAt).min() }
    ageDays = zip(facts, firstPublished).map { facts, first in
      first.map { Double(facts.observedAt.milliseconds - $0.milliseconds) / 86_400_000 }
    }
    owners = facts.map(Self.owner)
    isPlaceholder = facts.map(\.showsOnlyPlaceholder)
    fetchSecondOfDay = facts.map { facts in
      let second = facts.observedAt.milliseconds / 1000 % 86_400
      return Double(second < 0 ? second + 86_400 : second)
    }
  }

  private static func owner(of facts: PackageFacts) -> String {
    let publisher = facts.releases.last { $0.publisher != nil }?.publisher
    return (publisher ?? facts.maintainers.value?.first).map { "account/\($0)" }
      ?? "package/\(facts.package.key)"
  }

  /// The day of first publication, UTC, as `2026-01-31`; nil without a time.
  package var days: [String?] { firstPublished.map { $0.map { String($0.iso8601.prefix(10)) } } }

  /// Whether each row was first published at most `arrivalDays` before a moment.
  ///
  /// Both classes are taken from the same window, so that they are compared at like ages.
  package func arrivals(before now: UTCInstant) -> [Bool] {
    firstPublished.map { first in
      guard let first else { return false }
      let age = Double(now.milliseconds - first.milliseconds) / 86_400_000
      return age >= 0 && age <= Self.arrivalDays
    }
  }

  /// Training before a moment, test after it, by first publication alone, whatever reports are dated.
  package func split(campaigns: [String?]) -> TemporalSplit {
    TemporalSplit(firstPublished: firstPublished, campaigns: campaigns, owners: owners)
  }
}
