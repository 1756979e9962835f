import Foundation
import Scoring
import Testing

/// Estimators that read a base rate off the scores, here to be seen failing; the program has none.
private struct PriorEstimators {
  /// Elkan and Noto: one over the mean ratio of the malicious. Source: https://doi.org/10.1145/1401890.1401920
  let elkanNoto: Double
  /// One over the largest ratio.
  let minimumRatio: Double
  /// What the program exports.
  let upperBound: Double

  init(_ population: SyntheticPopulation) {
    let bins = Bins.tail(ValueCounts(sorted: population.scores.sorted()))
    let masses = CampaignMasses(
      campaigns: population.campaigns.map(String.init),
      bins: population.campaignScores.map { bins.index(of: $0) }, binCount: bins.count)
    let counts = bins.counts(population.scores)
    let estimate = RatioEstimate(
      campaignMass: masses.perBin, campaigns: Double(masses.campaigns), unlabelledCounts: counts,
      shrinkage: 0)
    elkanNoto = 1 / zip(estimate.malicious, estimate.ratio).reduce(0) { $0 + $1.0 * $1.1 }
    minimumRatio = 1 / estimate.ratio[0]
    upperBound = RatioEstimate.baseRateUpperBound(
      campaignMass: masses.perBin, campaigns: Double(masses.campaigns), unlabelledCounts: counts)
  }
}

@Suite struct PriorEstimatorsTests {
  static let isSlow = ProcessInfo.processInfo.environment["ASSAY_SLOW_TESTS"] == "1"
  static let replications = 200
  /// Overlap, and a region of malware alone, at 1 in 1,000; the reference has four base rates of each.
  static let rows = isSlow ? Array(0..<8) : [0, 4]

  private static func shapes(_ scenario: String) -> (
    good: SyntheticPopulation.Shape, bad: SyntheticPopulation.Shape
  ) {
    if scenario == "overlap" { return (SyntheticPopulation.good, SyntheticPopulation.bad) }
    return (
      SyntheticPopulation.Shape(atom: 1e-4, a: 1.6, b: 1.4),
      SyntheticPopulation.Shape(atom: 0.5, a: 0.9, b: 4)
    )
  }

  @Test(arguments: rows)
  func estimatesAreThoseOfTheReferenceAndTheBoundHolds(row: Int) {
    let golden = Golden.priors["table_5_50_95"].array[row]
    let rate = golden["true_pi"].double
    let shapes = Self.shapes(golden["scenario"].string)
    let found = (0..<Self.replications).map { replication in
      PriorEstimators(
        SyntheticPopulation(
          seed: 40_000 + UInt64(replication), count: 20_000, rate: rate, campaignCount: 100,
          zipf: 0, good: shapes.good, bad: shapes.bad))
    }
    for (name, values) in [
      ("elkan_noto", found.map(\.elkanNoto)), ("min_ratio", found.map(\.minimumRatio)),
      ("upper_bound95", found.map(\.upperBound)),
    ] {
      let reference = golden[name].doubles
      let median = Quantile.of(sorted: values.sorted(), 0.5)
      // Of a median: 1.25 standard deviations over the root of the count, in both runs. Shares of 100
      // campaigns move in steps of half of that, hence three errors.
      let deviation = (reference[2] - reference[0]) / 3.29
      let error = 1.2533 * deviation * (1 / Double(Self.replications) + 1.0 / 200).squareRoot()
      #expect(abs(median - reference[1]) <= 3 * error, "\(name) \(median)")
    }
    let held = found.count { $0.upperBound >= rate }
    #expect(Double(held) >= 0.98 * Double(Self.replications), "\(held)")
    #expect(found.allSatisfy { $0.minimumRatio < $0.elkanNoto })
  }

  /// With overlap every estimator returns the overlap: 160 times too much at 1 in 1,000.
  @Test func estimatorsAreTwoOrdersOfMagnitudeOffWhereMaliceIsRare() {
    let found = PriorEstimators(
      SyntheticPopulation(
        seed: 1, count: 20_000, rate: 0.001, campaignCount: 100, zipf: 0))
    #expect(found.minimumRatio > 0.1 && found.elkanNoto > 0.1)
  }
}
