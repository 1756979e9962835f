import Features
import Foundation

/// Made-up histories of three years: how publishes and tags come about under each hypothesis.
///
/// The scenarios are those of the method, section 7.2; their rates of small lags (90 %), tags (85 %)
/// and heavy-tailed gaps are chosen so that they give the published rates.
struct HistorySimulation {
  static let spanDays = 1095.0

  var random: SplitMix64

  typealias Times = [(version: String, day: Double)]

  /// Publishes and tags of one history with `n` versions.
  mutating func history(_ scenario: String, _ n: Int) -> (published: Times, tags: [String: Double])?
  {
    switch scenario {
    case "H1 typical (85 % tagged)": return origin(uniform(n))
    case "H1 bursty releases": return origin(bursts(n))
    case "H1 sloppy (40 % tagged, 30 % late)": return sloppy(uniform(n))
    case "H1 first half bulk-imported": return imported(uniform(n))
    case "H1 weekly releases tagged as made": return weekly(n)
    case "H0 monthly bot vs monthly repo": return clocks(n, gap: 30, noise: 5.5)
    case "H0 weekly bot vs weekly repo, random weekday": return clocks(n, gap: 7, noise: 0.32)
    case "ATTACK own repo, tags backdated to publish times":
      let times = uniform(n)
      return (times, tagged(times, share: 1) { $0 - $1.uniform() * 0.05 })
    default: return borrowed(scenario, n)
    }
  }

  /// An origin's history and a follower that publishes within an hour of every tag from a point on.
  mutating func contest(_ n: Int, from start: Double) -> (
    published: Times, follower: Times, tags: [String: Double]
  ) {
    let (times, tags) = origin(uniform(n))
    let names = times.map(\.version)
    let first = Int((start * Double(n)).rounded(.down))
    let follower: Times = names[first...].compactMap { version in
      tags[version].map { (version, $0 + random.uniform() / 24) }
    }
    return (times, follower, tags)
  }

  private mutating func borrowed(
    _ scenario: String, _ n: Int
  ) -> (published: Times, tags: [String: Double])? {
    let (repository, tags) = origin(uniform(n))
    let last = repository[n - 1].day
    switch scenario {
    case "H0 unrelated cadence, same names, same years": return (uniform(n), tags)
    case "H0 unrelated bursty cadence": return (bursts(n), tags)
    case "H0 starjack: all versions in one day":
      let day = random.uniform() * Self.spanDays
      return (repository.map { ($0.version, day + random.uniform() * 0.3) }, tags)
    case "H0 starjack: last 3 versions copied later":
      let day = last + random.uniform() * 200
      return (repository.suffix(3).map { ($0.version, day + random.uniform() * 100) }, tags)
    case "H0 starjack: one version":
      let version = tags.keys.max() ?? repository[n - 1].version
      return ([(version, random.uniform() * Self.spanDays)], tags)
    case "ATTACK follower from mid history (within 1 h of each tag)":
      let copied: Times = repository[(n / 2)...].compactMap { release in
        tags[release.version].map { (release.version, $0 + random.uniform() / 24) }
      }
      return (copied, tags)
    default: return nil
    }
  }

  private mutating func origin(_ times: Times) -> (Times, [String: Double]) {
    (times, tagged(times, share: 0.85) { $0 - Self.lag(&$1, small: 0.9) })
  }

  private mutating func sloppy(_ times: Times) -> (Times, [String: Double]) {
    let tags = tagged(times, share: 0.4) { day, random in
      random.uniform() < 0.3
        ? day + random.exponential(mean: 10) : day - Self.lag(&random, small: 0.97)
    }
    return (times, tags)
  }

  private mutating func imported(_ times: Times) -> (Times, [String: Double]) {
    var tags = origin(times).1
    let half = times.count / 2
    let moment = (times[half - 1].day + times[half].day) / 2
    for release in times[..<half] where tags[release.version] != nil {
      tags[release.version] = moment + random.uniform() * 0.01
    }
    return (times, tags)
  }

  private mutating func weekly(_ n: Int) -> (Times, [String: Double]) {
    let times = clock(n, gap: 7, noise: 0.25)
    return (times, tagged(times, share: 1) { $0 - $1.exponential(mean: 0.03) })
  }

  private mutating func clocks(_ n: Int, gap: Double, noise: Double) -> (Times, [String: Double]) {
    let published = clock(n, gap: gap, noise: noise)
    let tags = clock(n, gap: gap, noise: noise)
    return (published, Dictionary(uniqueKeysWithValues: tags.map { ($0.version, $0.day) }))
  }

  private mutating func clock(_ n: Int, gap: Double, noise: Double) -> Times {
    let phase = random.uniform() * gap
    return Self.named(
      (0..<n).map { phase + gap * Double($0) + noise * random.normal() }.sorted())
  }

  private mutating func uniform(_ n: Int) -> Times {
    Self.named((0..<n).map { _ in random.uniform() * Self.spanDays }.sorted())
  }

  /// Gaps that are Gamma(0.3) with the same mean: most are short, some very long.
  private mutating func bursts(_ n: Int) -> Times {
    var day = 0.0
    return Self.named(
      (0..<n).map { _ in
        day += random.gamma(shape: 0.3) * Self.spanDays / Double(n) / 0.3
        return day
      })
  }

  private static func named(_ days: [Double]) -> Times {
    days.enumerated().map { ("1.\($0.offset + 1_000).0", $0.element) }
  }

  private mutating func tagged(
    _ times: Times, share: Double, _ moment: (Double, inout SplitMix64) -> Double
  ) -> [String: Double] {
    var tags: [String: Double] = [:]
    for release in times where random.uniform() < share {
      tags[release.version] = moment(release.day, &random)
    }
    return tags
  }

  /// Days from tag to publish: minutes as a rule, weeks otherwise.
  private static func lag(_ random: inout SplitMix64, small: Double) -> Double {
    random.uniform() < small ? random.exponential(mean: 0.03) : 5 + 35 * random.uniform()
  }
}

/// Seeded numbers. Source: scoring method, appendix A.1 and section 12.
struct SplitMix64 {
  var state: UInt64

  mutating func uniform() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
  }

  mutating func exponential(mean: Double) -> Double { -mean * log(1 - uniform()) }

  mutating func normal() -> Double {
    (-2 * log(1 - uniform())).squareRoot() * cos(2 * Double.pi * uniform())
  }

  /// Gamma with a shape below 1, by Marsaglia and Tsang with the power of a uniform.
  mutating func gamma(shape: Double) -> Double {
    let d = shape + 1 - 1.0 / 3
    let boost = pow(uniform(), 1 / shape)
    while true {
      let x = normal()
      let v = pow(1 + x / (9 * d).squareRoot(), 3)
      if v > 0, log(1 - uniform()) < 0.5 * x * x + d - d * v + d * log(v) { return d * v * boost }
    }
  }
}
