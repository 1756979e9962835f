import Foundation

/// What the agreement of tags and publish times says about a claimed repository.
package enum HistoryStatus: String, Sendable, CaseIterable {
  /// No tag names a published version.
  case nodata
  /// Fewer than three events to compare.
  case insufficient
  /// Tags and publishes agree far beyond chance.
  case established
  /// They disagree: at most -5 dB.
  case contradicted
  /// Released like clockwork: agreement over years is one observation.
  case clockwork
  case unclear
}

/// The result of one test of one package against one repository.
package struct HistoryResult: Sendable, Equatable {
  package var status = HistoryStatus.nodata
  /// Publish events with a tagged version.
  package var events = 0
  /// Events with a tag in the window.
  package var hits = 0
  /// The chance of so many hits in an unrelated repository.
  package var p = 1.0
  /// Evidence for a link, from -10 to 30 dB; 0 without data.
  package var decibans = 0.0
  /// By event: the chance that an unrelated repository hits.
  package var chances: [Double] = []
  /// Versions hit per version the repository tags, 0...1.
  package var coverage = 0.0
  /// Days between the first and the last event.
  package var spanDays = 0.0
  /// Days a publish may come before its tag.
  package var daysBeforeTag = 1.0
  /// Days a publish may come after its tag.
  package var daysAfterTag = 3.0
  /// Standard deviation over mean of the gaps; nil with fewer than four events.
  package var gapVariation: Double?

  package init() {}
}

/// The test of historical provenance: do publishes and tags agree in time, over years?
///
/// Source: scoring method, section 7.2; after Stacklok's historical provenance (2024).
package enum HistoryTest {
  /// Prior of the hit rate of true origins. Source: scoring method, section 14.
  static let originHits = (a: 4.0, b: 1.0)
  static let limits = -10.0...30.0
  /// Evidence at or below this contradicts the claim.
  static let contradiction = -5.0
  static let significance = 1e-4

  /// Compares the registry's publish times with the repository's tag times, both in days.
  ///
  /// - parameter published: canonical versions with the registry's time; order does not matter.
  package static func result(
    published: [(version: String, day: Double)], tags: VersionTags
  ) -> HistoryResult {
    let events = ReleaseEvents(published)
    var result = HistoryResult()
    result.spanDays = events.spanDays
    result.gapVariation = events.gapVariation
    let tagged = published.filter { tags.days[$0.version] != nil }
    guard !tagged.isEmpty else { return result }
    let window = HitWindow(events)
    (result.daysBeforeTag, result.daysAfterTag) = (window.before, window.after)
    let tally = Tally(events, tags.days, window)
    result.events = tally.chances.count
    result.hits = tally.hits
    result.chances = tally.chances
    result.coverage = Double(tally.versionHits) / Double(tags.days.count + tags.bulkTags)
    weigh(&result, window)
    result.status = status(of: result)
    return result
  }

  private static func weigh(_ result: inout HistoryResult, _ window: HitWindow) {
    let mass = HitCounts.poissonBinomial(result.chances)
    result.p = result.hits == 0 ? 1 : min(1, mass[result.hits...].reduce(0, +))
    let origin = HitCounts.betaBinomial(
      result.hits, of: result.events, a: originHits.a, b: originHits.b)
    let ratio = 10 * log10(origin / mass[result.hits])
    result.decibans = min(max(ratio, limits.lowerBound), limits.upperBound)
    guard isClockwork(result) else { return }
    result.p = max(result.p, window.regularChance)
    result.decibans = min(result.decibans, -10 * log10(window.regularChance))
  }

  private static func isClockwork(_ result: HistoryResult) -> Bool {
    result.gapVariation.map { $0 < 0.25 } ?? false
  }

  private static func status(of result: HistoryResult) -> HistoryStatus {
    if result.events < 3 { return .insufficient }
    if result.decibans <= contradiction { return .contradicted }
    if isClockwork(result) { return .clockwork }
    let isHalf = result.hits * 2 >= result.events
    let isSignificant = result.hits >= 3 && result.p <= significance
    return isSignificant && isHalf ? .established : .unclear
  }
}

/// Hits and chances of the events that have a tagged version.
private struct Tally {
  /// No event hits by chance more often than this.
  static let maximumChance = 0.95
  /// A shorter history than this says no more about the uniform chance.
  static let minimumSpanDays = 30.0

  private(set) var chances: [Double] = []
  private(set) var hits = 0
  private(set) var versionHits = 0

  init(_ events: ReleaseEvents, _ tags: [String: Double], _ window: HitWindow) {
    let spanDays = Self.overallSpan(events, tags)
    let times = OrderedTimes(count: events.starts.count)
    for (index, event) in events.events.enumerated() {
      let tagged = event.compactMap { release in
        tags[release.version].map { (published: release.day, tagged: $0) }
      }
      guard !tagged.isEmpty else { continue }
      let ranges = window.union(around: tagged.map(\.tagged))
      let uniform = ranges.reduce(0) { $0 + ($1.to - $1.from) } / spanDays
      let ordered = Self.orderedChance(of: index, in: ranges, events, times)
      chances.append(min(Self.maximumChance, max(uniform, ordered, window.regularChance)))
      let hit = tagged.count { window.holds(published: $0.published, tagged: $0.tagged) }
      hits += hit > 0 ? 1 : 0
      versionHits += hit
    }
  }

  /// From the first event or tag of a published version to the last, in days.
  private static func overallSpan(_ events: ReleaseEvents, _ tags: [String: Double]) -> Double {
    let tagged = events.events.joined().compactMap { tags[$0.version] }
    let all = tagged + events.starts
    return max(minimumSpanDays, (all.max() ?? 0) - (all.min() ?? 0))
  }

  /// The chance that an interior event falls into the ranges, given the order; 0 for the two ends.
  private static func orderedChance(
    of index: Int, in ranges: [(from: Double, to: Double)], _ events: ReleaseEvents,
    _ times: OrderedTimes
  ) -> Double {
    let span = events.spanDays
    guard index > 0, index < events.starts.count - 1, span > 0 else { return 0 }
    return ranges.reduce(0) { sum, range in
      let from = (range.from - events.starts[0]) / span
      let to = (range.to - events.starts[0]) / span
      return sum + times.chance(of: index, before: to) - times.chance(of: index, before: from)
    }
  }
}
