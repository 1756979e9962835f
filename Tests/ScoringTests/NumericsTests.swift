import Foundation
import Scoring
import Testing

@Suite struct SplitMix64Tests {
  @Test func firstOutputsAreThePublishedOnes() {
    var random = SplitMix64(seed: 1_234_567)
    #expect(
      (0..<3).map { _ in random.next() } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      ])
  }

  @Test func matchesTheGoldenStream() {
    let golden = Golden.core["splitmix64"]
    var random = SplitMix64(seed: 20_240_204)
    let words = golden["u64_decimal_strings"].strings.compactMap { UInt64($0) }
    #expect(words.map { _ in random.next() } == words)
    let doubles = golden["next_doubles"].doubles
    #expect(doubles.map { _ in random.nextDouble() } == doubles)
  }

  @Test(arguments: [0.1, 0.5, 1.0, 3.5, 200.0])
  func gammaHasItsMeanAndVariance(shape: Double) {
    var random = SplitMix64(seed: 5)
    let draws = (0..<20_000).map { _ in random.nextGamma(shape) }
    let mean = draws.reduce(0, +) / 20_000
    let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000
    // Five standard errors; the fourth moment of a gamma is 3a^2 + 6a.
    #expect(abs(mean - shape) < 5 * (shape / 20_000).squareRoot())
    #expect(abs(variance - shape) < 5 * ((2 * shape * shape + 6 * shape) / 20_000).squareRoot())
  }

  @Test func exponentialAndBetaHaveTheirMeans() {
    var random = SplitMix64(seed: 6)
    let exponential = (0..<20_000).reduce(0.0) { sum, _ in sum + random.nextExponential() } / 20_000
    let beta = (0..<20_000).reduce(0.0) { sum, _ in sum + random.nextBeta(2, 6) } / 20_000
    #expect(abs(exponential - 1) < 0.04)
    #expect(abs(beta - 0.25) < 0.006)
  }
}

@Suite struct StableFractionTests {
  @Test(arguments: Golden.core["stable_fraction"].array)
  func keysHashToTheirFractionAndFold(_ row: GoldenValue) {
    #expect(StableFraction.of(row["key"].string) == row["fraction"].double)
    #expect(StableFraction.fold(row["key"].string, folds: 10) == row["fold10"].int)
  }
}

@Suite struct SpecialFunctionsTests {
  static let golden = Golden.core["special"]
  static let tolerance = 1e-10

  @Test(arguments: golden["lgamma"].array) func logGamma(_ row: GoldenValue) {
    #expect(agree(Special.logGamma(row.doubles[0]), row.doubles[1], Self.tolerance))
  }

  @Test(arguments: golden["regularised_incomplete_beta"].array)
  func incompleteBeta(_ row: GoldenValue) {
    let v = row.doubles
    #expect(agree(Special.incompleteBeta(v[0], v[1], v[2]), v[3], Self.tolerance))
  }

  @Test(arguments: golden["beta_quantile"].array) func betaQuantile(_ row: GoldenValue) {
    let v = row.doubles
    #expect(agree(Special.betaQuantile(v[0], v[1], v[2]), v[3], Self.tolerance))
  }

  @Test(arguments: golden["chi2_quantile"].array) func chiSquareQuantile(_ row: GoldenValue) {
    let v = row.doubles
    #expect(agree(Special.chiSquareQuantile(degrees: v[0], v[1]), v[2], Self.tolerance))
  }

  @Test(arguments: golden["chi2_sf"].array) func chiSquareTail(_ row: GoldenValue) {
    let v = row.doubles
    #expect(agree(Special.chiSquareTail(degrees: v[0], v[1]), v[2], Self.tolerance))
  }

  @Test(arguments: golden["normal_quantile"].array) func normalQuantile(_ row: GoldenValue) {
    #expect(agree(Special.normalQuantile(row.doubles[0]), row.doubles[1], Self.tolerance))
  }

  @Test(arguments: golden["ks_asymptotic_sf"].array) func kolmogorovTail(_ row: GoldenValue) {
    #expect(agree(Special.kolmogorovTail(row.doubles[0]), row.doubles[1], Self.tolerance))
  }
}

@Suite struct BinomialIntervalTests {
  @Test(arguments: Golden.core["binomial_intervals_95"].array)
  func limitsMatch(_ row: GoldenValue) {
    let (found, total) = (row["x"].double, row["n"].double)
    let exact = BinomialInterval.clopperPearson(found, of: total)
    let jeffreys = BinomialInterval.jeffreys(found, of: total)
    let wilson = BinomialInterval.wilson(found, of: total)
    #expect(agree([exact.low, exact.high], row["clopper_pearson"].doubles, 1e-10))
    #expect(agree([jeffreys.low, jeffreys.high], row["jeffreys"].doubles, 1e-10))
    #expect(agree([wilson.low, wilson.high], row["wilson"].doubles, 1e-10))
  }
}
