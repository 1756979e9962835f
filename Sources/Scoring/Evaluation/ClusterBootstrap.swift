/// Resampling of whole clusters: campaigns of the malicious, owners of the rest.
///
/// Every replicate draws as many clusters as there are, with replacement, the positive ones first.
/// Models that are compared must be measured under the same multiplicities, which is why they are
/// handed out instead of resampled rows. Method, section 5.3.
package struct ClusterBootstrap: Sendable {
  package let positives: Int
  package let negatives: Int
  package let replicates: Int
  package let seed: UInt64

  /// - Parameters:
  ///   - positives: clusters of the positive class, numbered in the order of their sorted keys.
  ///   - negatives: clusters of the negative class, likewise.
  package init(positives: Int, negatives: Int, replicates: Int = 2000, seed: UInt64 = 20_240_204) {
    self.positives = positives
    self.negatives = negatives
    self.replicates = replicates
    self.seed = seed
  }

  /// Calls `body` once per replicate with how often each cluster was drawn.
  package func replicate(_ body: (_ positives: [Double], _ negatives: [Double]) -> Void) {
    var random = SplitMix64(seed: seed)
    var drawnPositives = [Double](repeating: 0, count: positives)
    var drawnNegatives = [Double](repeating: 0, count: negatives)
    for _ in 0..<replicates {
      Self.draw(into: &drawnPositives, using: &random)
      Self.draw(into: &drawnNegatives, using: &random)
      body(drawnPositives, drawnNegatives)
    }
  }

  private static func draw(into counts: inout [Double], using random: inout SplitMix64) {
    for index in counts.indices { counts[index] = 0 }
    let total = Double(counts.count)
    for _ in counts.indices { counts[Int(random.nextDouble() * total)] += 1 }
  }
}

/// The values of one measure over the replicates of a bootstrap.
package struct BootstrapValues: Sendable {
  /// Ascending, without those that are not numbers.
  package let sorted: [Double]

  package init(_ values: [Double]) { sorted = values.filter { !$0.isNaN }.sorted() }

  /// The type-7 quantile at a probability; NaN when no replicate gave a number.
  package func quantile(_ probability: Double) -> Double {
    Quantile.of(sorted: sorted, probability)
  }

  /// The 95 % percentile interval; nil when no replicate gave a number.
  package var interval: BinomialInterval? {
    guard !sorted.isEmpty else { return nil }
    return BinomialInterval(low: quantile(0.025), high: quantile(0.975))
  }

  /// Twice the smaller share of replicates on one side of 0: a two-sided p-value of "no difference".
  ///
  /// One is added to both counts, so that it is never 0: it cannot be known better than 1 / B.
  package var twoSidedP: Double {
    let count = Double(sorted.count) + 1
    let below = Double(sorted.count { $0 <= 0 }) + 1
    let above = Double(sorted.count { $0 >= 0 }) + 1
    return min(1, 2 * min(below, above) / count)
  }
}
