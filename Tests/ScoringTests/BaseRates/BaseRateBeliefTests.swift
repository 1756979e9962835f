import Corpus
import Scoring
import Testing

@Suite struct BaseRateBeliefTests {
  private static func quantiles(_ belief: BaseRateBelief) -> [Double] {
    var random = SplitMix64(seed: 5)
    let draws = (0..<40_000).map { _ in belief.draw(using: &random) }.sorted()
    return [0.025, 0.05, 0.5, 0.95, 0.975].map { Quantile.of(sorted: draws, $0) }
  }

  @Test func ignoranceHasItsPointsAtFiveAndNinetyFivePercent() {
    let quantiles = Self.quantiles(.elicited)
    #expect(agree(quantiles[1], 1e-4, 0.06))
    #expect(agree(quantiles[3], 1e-2, 0.06))
    #expect(agree(quantiles[0], BaseRateBelief.elicited.low, 0.06))
    #expect(BaseRateBelief.elicited.isElicited)
  }

  /// Beta(9, 9000) has its 95 % limits at 4.6e-4 and 1.75e-3.
  @Test func releasesOfNpmHaveAWeekToStandOn() {
    let belief = BaseRateBelief.standard(of: .npm, population: "arrivals", unit: "release")
    #expect(agree(belief.low, 4.57e-4, 0.01))
    #expect(agree(belief.high, 1.75e-3, 0.01))
    #expect(belief.method == .window && belief.unit == "release" && belief.asOf != nil)
    let other = BaseRateBelief.standard(of: .pypi, population: "arrivals", unit: "release")
    #expect(other.isElicited && other.population == "arrivals")
  }

  @Test func sidesOfAGuessMayDiffer() {
    let belief = BaseRateBelief(
      fivePercent: 1e-4, mid: 1e-3, ninetyFivePercent: 2e-3, source: "panel")
    let quantiles = Self.quantiles(belief)
    #expect(agree(quantiles[1], 1e-4, 0.06))
    #expect(agree(quantiles[2], 1e-3, 0.02))
    #expect(agree(quantiles[3], 2e-3, 0.02))
  }
}

@Suite struct BaseRateChoiceTests {
  static let now = UTCInstant(milliseconds: 1_000_000)

  private static func rate(
    _ method: BaseRate.Method, at: Int64, _ source: String = "s", population: String = "registry",
    unit: String = "project", _ ecosystem: Ecosystem = .npm
  ) -> BaseRate {
    BaseRate(
      ecosystem: ecosystem, population: population, unit: unit, low: 1e-4, mid: 1e-3, high: 1e-2,
      source: source, asOf: UTCInstant(milliseconds: at), method: method)
  }

  static let cases: [([BaseRate], String?)] = [
    ([rate(.window, at: 9, "new"), rate(.audit, at: 1, "audit")], "audit"),
    ([rate(.elicited, at: 9, "guess"), rate(.window, at: 1, "week")], "week"),
    ([rate(.window, at: 1, "old"), rate(.window, at: 2, "new")], "new"),
    ([rate(.window, at: 1, "a"), rate(.window, at: 1, "b")], "b"),
    ([rate(.audit, at: 2_000_000, "later"), rate(.elicited, at: 1, "guess")], "guess"),
    ([rate(.audit, at: 1, population: "arrivals"), rate(.audit, at: 1, unit: "release")], nil),
    ([rate(.audit, at: 1, "s", .pypi)], nil),
  ]

  @Test(arguments: cases)
  func bestSourceThenNewestWins(_ rates: [BaseRate], _ source: String?) {
    for order in [rates, rates.reversed()] {
      #expect(BaseRateChoice.best(order, of: .npm, asOf: Self.now)?.source == source)
    }
  }
}
