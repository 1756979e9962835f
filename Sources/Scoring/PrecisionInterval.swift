/// Precision at a base rate that the sample does not have (method, section 5.3).
package enum Precision {
  /// The share of alarms that are right, from recall, false positive rate and base rate.
  package static func at(baseRate: Double, recall: Double, falsePositiveRate: Double) -> Double {
    let right = baseRate * recall
    let all = right + (1 - baseRate) * falsePositiveRate
    return all > 0 ? right / all : .nan
  }

  /// 95 % limits at several known base rates from the same draws.
  ///
  /// Hits and positives are effective campaigns. Without false alarms the upper limit is 1.
  package static func limits(
    hits: Double, positives: Double, alarms: Double, negatives: Double, baseRates: [Double],
    draws: Int = 4000, seed: UInt64 = 1
  ) -> [BinomialInterval] {
    var random = SplitMix64(seed: seed)
    var recalls = [Double](repeating: 0, count: draws)
    var rates = recalls
    for draw in 0..<draws {
      recalls[draw] = random.nextBeta(hits + 0.5, positives - hits + 0.5)
      rates[draw] = random.nextBeta(alarms + 0.5, negatives - alarms + 0.5)
    }
    return baseRates.map { baseRate in
      var values = (0..<draws).map {
        at(baseRate: baseRate, recall: recalls[$0], falsePositiveRate: rates[$0])
      }
      values.sort()
      return BinomialInterval(
        low: Quantile.of(sorted: values, 0.025),
        high: alarms == 0 ? 1 : Quantile.of(sorted: values, 0.975))
    }
  }
}
