import Corpus
import Foundation
import RegistrySimulator
import Scoring
import Testing

/// Whether the published 95 % intervals hold the true share of malicious packages.
///
/// The true share of a bin of the score is the mean of `World.posterior` over the packages of the
/// unlabelled draw in it: documents follow from archetype, number and times, so that within an
/// archetype nothing in them tells good from malicious. The draw is the population the base rate
/// speaks about. Campaigns in flight, alive tonight and reported later, are some five of 3,000
/// unlabelled rows; they stay in the fit, as they would in a real registry, but are no part of the
/// truth, because the review that counted the base rate was made before they appeared.
@Suite struct TruthCoverageTests {
  private static let isSlow = ProcessInfo.processInfo.environment["ASSAY_SLOW_TESTS"] == "1"

  /// Sixty nights: bins of 20 nights are few enough to count 2 points (one standard error) wrong.
  @Test("Over 60 seeds of one registry the intervals hold the truth in at least 93 of 100 bins")
  func oneRegistry() async throws {
    let tally = try await Self.tally(.npm, seeds: 1...60)
    #expect(tally.share >= 0.93)
    #expect(tally.lowestShare >= 0.9)
    #expect(tally.saysOneInEleven)
  }

  @Test(
    "Over 20 seeds of all registries the intervals hold the truth in at least 93 of 100 bins",
    .enabled(if: isSlow, "takes minutes: set ASSAY_SLOW_TESTS=1"))
  func allRegistries() async throws {
    var all = CoverageTally()
    for ecosystem in Ecosystem.allCases {
      let tally = try await Self.tally(ecosystem, seeds: 1...20)
      #expect(tally.saysOneInEleven, "\(ecosystem.rawValue)")
      all.add(tally)
    }
    print("all registries: \(all)")
    #expect(all.share >= 0.93)
    #expect(all.lowestShare >= 0.9)
  }

  /// In whole numbers, as the report prints it: the review of PyPI counts 289 malicious packages
  /// with this seed where 315 are expected, and its upper limit is 1 in 11.09.
  @Test(
    "The demo's report says about one in eleven, with its interval", arguments: Ecosystem.allCases)
  func demo(ecosystem: Ecosystem) throws {
    let night = try SimulatedNight(ecosystem, seed: 1, day: 2, packages: 3000)
    let bin = try #require(night.reference.map?.bins.first)
    let (low, high) = (try #require(bin.low), try #require(bin.high))
    #expect(((1 / high).rounded()...(1 / low).rounded()).contains(11))
    #expect(high < 2 * low)
    #expect(abs(night.trueShares[0] - 1.0 / 11) < 1e-4)
    // Held-out and published scores agree: nothing in the demo warns of a model too close to its rows.
    #expect(night.reference.crossFitShift < Reference.maximumCrossFitShift)
  }

  private static func tally(_ ecosystem: Ecosystem, seeds: ClosedRange<UInt64>) async throws
    -> CoverageTally
  {
    let nights = try await OwnThreads.map(Array(seeds)) { seed in
      CoverageTally(try SimulatedNight(ecosystem, seed: seed, day: 2, packages: 3000))
    }
    let tally = nights.reduce(into: CoverageTally()) { $0.add($1) }
    print("\(ecosystem.rawValue): \(tally)")
    return tally
  }
}

/// How many bins of the score have an interval that holds the truth.
private struct CoverageTally: Sendable, CustomStringConvertible {
  var bins = 0
  var covered = 0
  /// Best estimates at the lowest score, and how many of their intervals hold the truth.
  var lowest: [Double] = []
  var lowestCovered = 0

  init() {}

  /// Counts the bins of one night.
  init(_ night: SimulatedNight) {
    for (bin, truth) in zip(night.reference.map?.bins ?? [], night.trueShares) {
      guard let low = bin.low, let mid = bin.mid, let high = bin.high else { continue }
      let holds = low <= truth && truth <= high
      bins += 1
      covered += holds ? 1 : 0
      guard bin.index == 0 else { continue }
      lowest.append(mid)
      lowestCovered += holds ? 1 : 0
    }
  }

  mutating func add(_ other: CoverageTally) {
    bins += other.bins
    covered += other.covered
    lowest += other.lowest
    lowestCovered += other.lowestCovered
  }

  var share: Double { bins > 0 ? Double(covered) / Double(bins) : 0 }
  var lowestShare: Double { Double(lowestCovered) / Double(max(lowest.count, 1)) }
  /// The mean estimate at the lowest score, where one in eleven is true.
  var lowestMean: Double { lowest.reduce(0, +) / Double(max(lowest.count, 1)) }
  /// Nights are off by chance; their mean may be off by one.
  var saysOneInEleven: Bool { (1.0 / 12...1.0 / 10).contains(lowestMean) }

  var description: String {
    let percent = (1000 * share).rounded() / 10
    let oneIn = (100 / lowestMean).rounded() / 100
    return "\(covered) of \(bins) bins covered (\(percent) %), the lowest score in \(lowestCovered)"
      + " of \(lowest.count) nights, there 1 in \(oneIn) on average"
  }
}
