/// A registry's publish times, closer than a day taken together: the moments a package was worked on.
///
/// Source: scoring method, section 7.2, steps 1 and 3.
struct ReleaseEvents {
  /// Versions of each event with their publish day, ascending.
  let events: [[(version: String, day: Double)]]
  /// When each event began, in days, ascending.
  let starts: [Double]

  /// Joins publish times less than one day apart.
  init(_ published: [(version: String, day: Double)]) {
    var events: [[(version: String, day: Double)]] = []
    for release in published.sorted(by: { ($0.day, $0.version) < ($1.day, $1.version) }) {
      if let last = events.last?.last, release.day - last.day < 1 {
        events[events.count - 1].append(release)
      } else {
        events.append([release])
      }
    }
    self.events = events
    starts = events.map { $0[0].day }
  }

  /// Days from the first event to the last.
  var spanDays: Double { (starts.last ?? 0) - (starts.first ?? 0) }

  /// Standard deviation over mean of the gaps between events; nil with fewer than four events.
  var gapVariation: Double? {
    guard starts.count >= 4 else { return nil }
    let gaps = gaps
    let mean = gaps.reduce(0, +) / Double(gaps.count)
    let squares = gaps.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(gaps.count)).squareRoot() / mean
  }

  /// Days between consecutive events.
  var gaps: [Double] { zip(starts.dropFirst(), starts).map { $0 - $1 } }
}

/// How far a publish may be from its tag to count as the same act.
struct HitWindow {
  /// Days the publish may come before its tag.
  let before: Double
  /// Days the publish may come after its tag.
  let after: Double
  /// The chance that a clock with the same period hits by itself; 0 for irregular releases.
  let regularChance: Double

  /// One day before to three days after; narrower for a package that is released like clockwork.
  init(_ events: ReleaseEvents) {
    guard let variation = events.gapVariation, variation < 0.5 else {
      (before, after, regularChance) = (1, 3, 0)
      return
    }
    let gap = median(events.gaps)
    before = min(1, gap / 8)
    after = min(3, 3 * gap / 8)
    regularChance = min(0.5, (before + after) / gap)
  }

  var days: Double { before + after }

  func holds(published: Double, tagged: Double) -> Bool {
    (-before...after).contains(published - tagged)
  }

  /// The publish days that hit any of these tags, as disjoint ranges, ascending.
  func union(around tags: [Double]) -> [(from: Double, to: Double)] {
    var ranges: [(from: Double, to: Double)] = []
    for tag in tags.sorted() {
      let range = (from: tag - before, to: tag + after)
      if let last = ranges.last, range.from <= last.to {
        ranges[ranges.count - 1].to = max(last.to, range.to)
      } else {
        ranges.append(range)
      }
    }
    return ranges
  }
}
