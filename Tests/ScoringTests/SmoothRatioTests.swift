import Foundation
import Scoring
import Testing

@Suite struct SmoothRatioTests {
  static let golden = Golden.core["smooth_ratio"]
  static let curve = SmoothRatio(
    unlabelledCounts: Golden.core["likelihood_ratio"]["unlabelled_counts"].ints,
    ratio: Golden.core["likelihood_ratio"]["r_monotone"].doubles, hasAtom: true)

  @Test func curveMatches() throws {
    let curve = try #require(Self.curve)
    #expect(agree(curve.scale, Self.golden["scale"].double))
    #expect(agree(curve.centres, Self.golden["nodes_u"].doubles))
    #expect(agree(curve.logRatios, Self.golden["nodes_log_r"].doubles))
    let atomShare = 40.5 / 1002.5
    let values = Self.golden["query_u"].doubles.map { percentile in
      percentile < atomShare ? curve.atom ?? .nan : curve.ratio(percentile: percentile)
    }
    #expect(agree(values, Self.golden["r"].doubles))
  }

  /// The steps stand where a curve would be another shape, above the atom, or about one bin.
  @Test(arguments: [
    ([40, 110, 300, 350, 200], [2.0, 1.99, 0.9, 0.8, 0.0001], true),
    ([500, 300, 200], [1.1, 1.1, 0.6], true),
    ([1000], [1.0], false),
    ([500, 500], [2.0, 0.0], false),
  ])
  func stepsStand(_ counts: [Int], _ ratio: [Double], _ hasAtom: Bool) {
    #expect(SmoothRatio(unlabelledCounts: counts, ratio: ratio, hasAtom: hasAtom) == nil)
  }

  @Test func curveFallsAndItsMeanIsOne() throws {
    let curve = try #require(
      SmoothRatio(unlabelledCounts: [300, 300, 400], ratio: [1.8, 1.0, 0.41], hasAtom: false))
    let values = (0..<6000).map { curve.ratio(percentile: (Double($0) + 0.5) / 6000) }
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 >= $1 })
    #expect(agree(values.reduce(0, +) / 6000, 1, 1e-2))
  }
}

/// Errors of the step, the curve and the raw bins on populations whose ratio is known.
@Suite struct SmoothingChoiceTests {
  static let isSlow = ProcessInfo.processInfo.environment["ASSAY_SLOW_TESTS"] == "1"

  /// Squared decibans under the malicious, and the scale of the curve.
  struct Errors {
    var step = 0.0
    var smooth = 0.0
    var bins = 0.0
    /// Nil where the steps had to stand.
    var scale: Double?
  }

  @Test(arguments: isSlow ? [0, 1, 2, 3] : [1])
  func curveIsBestAndErrorsAreThoseOfTheReference(row: Int) {
    let golden = Golden.smoothing["results"].array[row]
    let replications = Self.isSlow ? 150 : 20
    let errors = (0..<replications).map {
      Self.errors(campaigns: golden["campaigns"].int, seed: 9000 + UInt64($0))
    }
    let (step, smooth) = (Self.root(errors.map(\.step)), Self.root(errors.map(\.smooth)))
    let bins = Self.root(errors.map(\.bins))
    #expect(smooth.value < step.value && step.value < bins.value)
    for (ours, name) in [(step, "step_f1"), (smooth, "smooth_f1")] {
      // The reference had 150 replications too, so its own error is that of 150 of ours.
      let spread = (ours.error * ours.error * (1 + Double(replications) / 150)).squareRoot()
      #expect(abs(ours.value - golden[name].double) <= 2 * spread, "\(name) \(ours)")
    }
    let scales = errors.compactMap(\.scale)
    #expect(scales.count * 10 >= replications * 9)
    #expect(agree(scales.reduce(0, +) / Double(scales.count), golden["scale"].double, 0.03))
  }

  /// The root of a mean square and its standard error.
  private static func root(_ squares: [Double]) -> (value: Double, error: Double) {
    let count = Double(squares.count)
    let mean = squares.reduce(0, +) / count
    let variance = squares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    return (mean.squareRoot(), (variance / count).squareRoot() / (2 * mean.squareRoot()))
  }

  private static func errors(campaigns: Int, seed: UInt64) -> Errors {
    let rate = 0.01575
    let population = SyntheticPopulation(
      seed: seed, count: 20_000, rate: rate, campaignCount: campaigns, zipf: 0)
    let counted = ValueCounts(sorted: population.scores.sorted())
    let bins = Bins.tail(counted)
    let masses = CampaignMasses(
      campaigns: population.campaigns.map(String.init),
      bins: population.campaignScores.map { bins.index(of: $0) }, binCount: bins.count)
    let counts = bins.counts(population.scores)
    let estimate = RatioEstimate(
      campaignMass: masses.perBin, campaigns: Double(campaigns), unlabelledCounts: counts)
    let curve = SmoothRatio(unlabelledCounts: counts, ratio: estimate.ratio, hasAtom: true)
    let ranks = RankTable(counted)
    var errors = Errors()
    errors.scale = curve?.scale
    var (goodBefore, badBefore) = (0.0, 0.0)
    for cell in 0...1000 {
      let score = Double(cell) / 100
      let good = SyntheticPopulation.good.share(through: score) - goodBefore
      let bad = SyntheticPopulation.bad.share(through: score) - badBefore
      goodBefore += good
      badBefore += bad
      guard bad > 0 else { continue }
      let truth = bad / (rate * bad + (1 - rate) * good)
      let bin = bins.index(of: score)
      let step = estimate.ratio[bin]
      let smooth = bin == 0 ? step : curve?.ratio(percentile: ranks.percentile(score)) ?? step
      errors.step += bad * square(step, truth)
      errors.smooth += bad * square(smooth, truth)
      errors.bins += bad * square(estimate.raw[bin], truth)
    }
    return errors
  }

  private static func square(_ ratio: Double, _ truth: Double) -> Double {
    let off = 10 * log10(ratio / truth)
    return off * off
  }
}
