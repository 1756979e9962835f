import Foundation

/// Strata of a population by score, of which some packages are reviewed at random (method, section 4.6).
package struct StratifiedAudit: Sendable, Equatable {
  /// Packages in each stratum.
  package let packages: [Int]

  /// The least number of reviews per stratum, where it has that many packages.
  package static let minimumReviews = 30

  /// - Precondition: every stratum has packages.
  package init(packages: [Int]) {
    precondition(packages.allSatisfy { $0 > 0 }, "a stratum without packages: \(packages)")
    self.packages = packages
  }

  /// The share of the population in each stratum.
  package var weights: [Double] {
    let total = Double(packages.reduce(0, +))
    return packages.map { Double($0) / total }
  }

  /// The share of all reviews that each stratum should get: its weight times its spread.
  package func allocation(expected: [Double]) -> [Double] {
    let spreads = zip(weights, expected).map { $0 * ($1 * (1 - $1)).squareRoot() }
    let sum = spreads.reduce(0, +)
    return sum > 0 ? spreads.map { $0 / sum } : weights
  }

  /// Reviews per stratum that add up to `total`, as far as there are packages.
  ///
  /// Strata whose share would be less than the minimum get the minimum; the others divide the rest
  /// by their shares, largest remainder first.
  package func reviews(total: Int, expected: [Double]) -> [Int] {
    let shares = allocation(expected: expected)
    let least = packages.map { min($0, Self.minimumReviews) }
    var reviews = least
    var open = Set(packages.indices)
    while !open.isEmpty {
      let rest =
        total - packages.indices.filter { !open.contains($0) }.reduce(0) { $0 + reviews[$1] }
      let sum = open.reduce(0) { $0 + shares[$1] }
      let wanted = shares.map { sum > 0 ? Double(max(rest, 0)) * $0 / sum : 0 }
      let bound = open.filter {
        wanted[$0] < Double(least[$0]) || wanted[$0] > Double(packages[$0])
      }
      guard bound.isEmpty else {
        for stratum in bound {
          reviews[stratum] =
            wanted[stratum] < Double(least[stratum]) ? least[stratum] : packages[stratum]
        }
        open.subtract(bound)
        continue
      }
      distribute(rest, wanted, among: open.sorted(), into: &reviews)
      break
    }
    return reviews
  }

  private func distribute(
    _ rest: Int, _ wanted: [Double], among open: [Int], into reviews: inout [Int]
  ) {
    for stratum in open { reviews[stratum] = Int(wanted[stratum]) }
    var left = rest - open.reduce(0) { $0 + reviews[$1] }
    let byRemainder = open.sorted {
      let (first, second) = (
        wanted[$0] - Double(Int(wanted[$0])), wanted[$1] - Double(Int(wanted[$1]))
      )
      return first != second ? first > second : $0 < $1
    }
    for stratum in byRemainder where left > 0 && reviews[stratum] < packages[stratum] {
      reviews[stratum] += 1
      left -= 1
    }
  }

  /// Reviews for a standard error of this share of the base rate, stratified and simple random.
  package func needed(expected: [Double], relativeError: Double) -> (
    stratified: Double, simple: Double
  ) {
    let rate = zip(weights, expected).reduce(0) { $0 + $1.0 * $1.1 }
    let spread = zip(weights, expected).reduce(0) { $0 + $1.0 * ($1.1 * (1 - $1.1)).squareRoot() }
    let error = relativeError * rate
    return (spread * spread / (error * error), rate * (1 - rate) / (error * error))
  }

  /// The base rate and its 95 % limits from the malicious packages found among those reviewed.
  ///
  /// Draws of `Beta(x + 0.7/K, n - x + 1)` per stratum: the whole audit adds 0.7 of a package, where
  /// Jeffreys's half in every stratum would add half a package to each.
  package func result(
    malicious: [Int], reviewed: [Int], draws: Int = 20_000, seed: UInt64 = 20_240_204
  ) -> Result {
    var random = SplitMix64(seed: seed)
    let weights = weights
    let added = 0.7 / Double(packages.count)
    var rates = (0..<draws).map { _ in
      weights.indices.reduce(0.0) { sum, stratum in
        let found = Double(malicious[stratum])
        let share = random.nextBeta(found + added, Double(reviewed[stratum]) - found + 1)
        return sum + weights[stratum] * share
      }
    }
    rates.sort()
    let point = weights.indices.reduce(0.0) {
      $0 + weights[$1] * Double(malicious[$1]) / Double(max(1, reviewed[$1]))
    }
    return Result(
      point: point, low: Quantile.of(sorted: rates, 0.025), median: Quantile.of(sorted: rates, 0.5),
      high: Quantile.of(sorted: rates, 0.975))
  }

  /// What an audit says of its population.
  package struct Result: Sendable, Equatable {
    /// The estimate: 0 when nothing malicious was found.
    package let point: Double
    package let low: Double
    /// The median of the draws, for when the estimate is 0.
    package let median: Double
    package let high: Double
  }
}
