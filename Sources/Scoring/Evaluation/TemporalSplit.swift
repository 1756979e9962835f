package import Corpus

/// Training before a moment, test after it (method, section 5.1).
///
/// What counts is when a campaign first published, never when it was reported: half of all reports
/// carry the date of one of ten bulk imports, and a split by that is a split by importer.
package struct TemporalSplit: Sendable {
  package enum Side: Sendable, Equatable { case training, test }

  /// The side of each row.
  package let sides: [Side]
  /// The first publication of the earliest test campaign; nil when there is nothing to test on.
  package let boundary: UTCInstant?
  package let testCampaigns: Int

  /// The last `share` of the campaigns by first publication, and unlabelled rows from then on.
  ///
  /// A campaign with a row whose publish time is missing goes to training, as do such unlabelled
  /// rows. Rows of one owner are kept on one side: that of the owner's earliest row.
  package init(
    firstPublished: [UTCInstant?], campaigns: [String?], owners: [String], share: Double = 0.2
  ) {
    let starts = Self.starts(firstPublished, campaigns.map { $0 })
    let dated = starts.compactMap { $0.value }.sorted()
    let count = Int((Double(dated.count) * share).rounded())
    guard count > 0, dated[dated.count - count] > dated[0] else {
      sides = campaigns.map { _ in .training }
      boundary = nil
      testCampaigns = 0
      return
    }
    let boundary = dated[dated.count - count]
    let ownerStarts = Self.starts(
      firstPublished, zip(owners, campaigns).map { $1 == nil ? $0 : nil })
    sides = campaigns.indices.map { row in
      let start = campaigns[row].map { starts[$0] ?? nil } ?? ownerStarts[owners[row]] ?? nil
      return start.map { $0 >= boundary } == true ? .test : .training
    }
    self.boundary = boundary
    testCampaigns = dated.count { $0 >= boundary }
  }

  /// The earliest publication of each group; nil for a group with a row that has none.
  private static func starts(
    _ firstPublished: [UTCInstant?], _ groups: [String?]
  ) -> [String: UTCInstant?] {
    var starts: [String: UTCInstant?] = [:]
    for (row, group) in groups.enumerated() {
      guard let group else { continue }
      guard let published = firstPublished[row] else {
        starts.updateValue(nil, forKey: group)
        continue
      }
      guard let known = starts[group] else {
        starts[group] = published
        continue
      }
      if let known { starts[group] = min(known, published) }
    }
    return starts
  }
}
