import Foundation

/// Days on which every published item was looked at: how many there were, how many malicious.
///
/// Malice comes in bursts, so a count over days says less than the same count of independent items.
/// What nobody noticed is missing: such a rate is a lower bound (method, section 4.6).
package struct ReviewedWindow: Sendable, Equatable {
  /// One day's items and the malicious among them.
  package struct Day: Sendable, Equatable {
    package let malicious: Int
    package let reviewed: Int

    package init(malicious: Int, reviewed: Int) {
      self.malicious = malicious
      self.reviewed = reviewed
    }
  }

  package let days: [Day]
  package let malicious: Int
  package let reviewed: Int

  /// - Precondition: some day has items.
  package init(_ days: [Day]) {
    self.days = days
    malicious = days.reduce(0) { $0 + $1.malicious }
    reviewed = days.reduce(0) { $0 + $1.reviewed }
    precondition(reviewed > 0, "a reviewed window without items")
  }

  /// The share of malicious items over all days.
  package var share: Double { Double(malicious) / Double(reviewed) }

  /// Pearson's statistic per degree of freedom: 1 when days differ by chance alone; nil below two days.
  package var dispersion: Double? {
    guard days.count > 1, malicious > 0, malicious < reviewed else { return nil }
    let sum = days.reduce(0.0) { sum, day in
      let expected = Double(day.reviewed) * share
      guard expected > 0 else { return sum }
      let off = Double(day.malicious) - expected
      return sum + off * off / (expected * (1 - share))
    }
    return sum / Double(days.count - 1)
  }

  /// 95 % limits of the share when whole days are drawn again; type-7 quantiles.
  package func dayLimits(draws: Int = 100_000, seed: UInt64 = 20_240_204) -> BinomialInterval {
    var random = SplitMix64(seed: seed)
    var shares = (0..<draws).map { _ in
      var (found, total) = (0, 0)
      for _ in days {
        let day = days[min(days.count - 1, Int(random.nextDouble() * Double(days.count)))]
        found += day.malicious
        total += day.reviewed
      }
      return total > 0 ? Double(found) / Double(total) : 0
    }
    shares.sort()
    return BinomialInterval(
      low: Quantile.of(sorted: shares, 0.025), high: Quantile.of(sorted: shares, 0.975))
  }
}
