import Corpus
import Foundation
import Scoring
import Testing

private let isSlow = ProcessInfo.processInfo.environment["ASSAY_SLOW_TESTS"] == "1"

/// Facets put together, against the reference simulation of the method's section 3.
///
/// Good packages have five normal facets with correlation 0.3. One open door shifts one of them by
/// 3, diffuse malice all by 1.2; a facet's percentile is that of the normal distribution.
@Suite(.enabled(if: isSlow, "takes a minute: set ASSAY_SLOW_TESTS=1"))
struct AggregationTests {
  private static let golden = Golden.aggregation
  private static let (goodCount, badCount) = (400_000, 10_000)
  private static let good = sample(goodCount, seed: 1) { _, _ in }

  /// Normal facets of many packages; `harm` changes one package's.
  private static func sample(
    _ count: Int, seed: UInt64, harm: (inout [Double], inout SplitMix64) -> Void
  ) -> [[Double]] {
    var random = SplitMix64(seed: seed)
    let (common, own) = (0.3.squareRoot(), 0.7.squareRoot())
    return (0..<count).map { _ in
      let shared = common * random.nextNormal()
      var facets = (0..<5).map { _ in shared + own * random.nextNormal() }
      harm(&facets, &random)
      return facets
    }
  }

  private static let doors = sample(badCount, seed: 2) { facets, random in
    facets[Int(5 * random.nextDouble())] -= 3
  }
  private static let diffuse = sample(badCount, seed: 3) { facets, _ in
    facets = facets.map { $0 - 1.2 }
  }

  private static func percentile(_ value: Double) -> Double { erfc(-value / 2.0.squareRoot()) / 2 }

  private static func recall(
    _ bad: [[Double]], _ risk: ([Double]) -> Double
  ) -> Double {
    let curve = RankingCurve(
      scores: good.map(risk) + bad.map(risk),
      isPositive: good.map { _ in false } + bad.map { _ in true })
    return curve.recall(atFalsePositiveRate: 1e-3)
  }

  private static func expected(_ malice: String, _ aggregate: String) -> Double {
    golden["results"].array.first {
      $0["malice"].string == malice && $0["aggregate"].string == aggregate
    }?["tpr_at_fpr_1e_3"].double ?? .nan
  }

  /// Two standard errors of a difference of two recalls, threshold noise included.
  private static func isClose(_ found: Double, _ wanted: Double) -> Bool {
    let variance = 2 * wanted * (1 - wanted) / Double(badCount)
    // The threshold rests on 400 good packages: 5 % of the rate, and recall follows it at most alike.
    let threshold = 2 * pow(0.05 * wanted, 2)
    return abs(found - wanted) <= 2 * (variance + threshold).squareRoot()
  }

  @Test(arguments: [("open door", 0), ("diffuse", 1)])
  func minimumAndMeanReachTheReference(malice: String, index: Int) {
    let bad = [Self.doors, Self.diffuse][index]
    let least = Self.recall(bad) { facets in -(facets.min() ?? 0) }
    let mean = Self.recall(bad) { facets in -facets.reduce(0) { $0 + Self.percentile($1) } }
    #expect(Self.isClose(least, Self.expected(malice, "min (open door)")), "\(least)")
    #expect(Self.isClose(mean, Self.expected(malice, "mean")), "\(mean)")
  }

  /// The facet's own likelihood ratio: shifted in one package of five, or in all.
  @Test func meanOfRatiosIsForDoorsAndTheirProductForDiffuseMalice() {
    func one(_ x: Double) -> Double { log(0.8 + 0.2 * exp(-3 * x - 4.5)) }
    func every(_ x: Double) -> Double { -1.2 * x - 0.72 }
    let door = Self.recall(Self.doors) { OpenDoor.evidence($0.map(one)) ?? 0 }
    let sum = Self.recall(Self.doors) { $0.reduce(0) { $0 + one($1) } }
    #expect(door > 0.25 && sum < 0.5 * door, "\(door) \(sum)")
    let spread = Self.recall(Self.diffuse) { OpenDoor.evidence($0.map(every)) ?? 0 }
    let product = Self.recall(Self.diffuse) { $0.reduce(0) { $0 + every($1) } }
    #expect(product > spread, "\(product) \(spread)")
    #expect(Self.isClose(product, Self.expected("diffuse", "sum of facet WoE (product of LRs)")))
  }

  @Test(arguments: [0.05, 0.1, 0.2, 0.5])
  func mostGoodPackagesHaveAWeakFacet(bound: Double) {
    let expected = Self.golden["share_of_good_packages_with_min_below_t"]["\(bound)"]
    let below = Self.good.count { Self.percentile($0.min() ?? 0) < bound }
    let share = Double(below) / Double(Self.goodCount)
    #expect(abs(share - expected["simulated_rho_0_3"].double) < 0.003)
    #expect(
      agree(WeakestFacet.independent(bound, facets: 5), expected["independent_exact"].double))
  }
}

/// The minimum of percentiles is ranked again before anybody sees it.
@Suite struct WeakestFacetTests {
  @Test(arguments: [1, 2, 5])
  func independentFacetsAreUniformAgain(facets: Int) {
    var random = SplitMix64(seed: UInt64(facets))
    let ranked = (0..<20_000).map { _ in
      WeakestFacet.independent(
        (0..<facets).reduce(1.0) { least, _ in min(least, random.nextDouble()) }, facets: facets)
    }
    #expect(abs(ranked.reduce(0, +) / 20_000 - 0.5) < 0.01)
    #expect(abs(Double(ranked.count { $0 < 0.2 }) / 20_000 - 0.2) < 0.012)
  }

  @Test func oneDoorOutweighsManyGoodFacets() throws {
    let good = log(0.5)
    let evidence = try #require(OpenDoor.evidence([log(100), good, good, good, nil]))
    #expect(agree(evidence, log(101.5 / 4), 1e-12))
    #expect(OpenDoor.evidence([nil, nil]) == nil)
  }
}
