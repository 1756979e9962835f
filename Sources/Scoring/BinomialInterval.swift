/// Confidence limits of a share from a count.
package struct BinomialInterval: Sendable, Equatable {
  package let low: Double
  package let high: Double

  package init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }

  /// Clopper and Pearson's exact limits; `found` and `total` may be effective counts.
  package static func clopperPearson(
    _ found: Double, of total: Double, confidence: Double = 0.95
  ) -> BinomialInterval {
    let tail = (1 - confidence) / 2
    return BinomialInterval(
      low: lowerLimit(found, of: total, tail: tail), high: upperLimit(found, of: total, tail: tail))
  }

  /// Clopper and Pearson's lower limit that errs with probability `tail`.
  package static func lowerLimit(_ found: Double, of total: Double, tail: Double) -> Double {
    found <= 0 ? 0 : Special.betaQuantile(found, max(total - found, 0) + 1, tail)
  }

  /// Clopper and Pearson's upper limit that errs with probability `tail`.
  package static func upperLimit(_ found: Double, of total: Double, tail: Double) -> Double {
    found >= total ? 1 : Special.betaQuantile(max(found, 0) + 1, total - found, 1 - tail)
  }

  /// Jeffreys's limits, closed at 0 and 1 where everything or nothing was found.
  package static func jeffreys(
    _ found: Double, of total: Double, confidence: Double = 0.95
  ) -> BinomialInterval {
    let tail = (1 - confidence) / 2
    let (a, b) = (found + 0.5, total - found + 0.5)
    return BinomialInterval(
      low: found <= 0 ? 0 : Special.betaQuantile(a, b, tail),
      high: found >= total ? 1 : Special.betaQuantile(a, b, 1 - tail))
  }

  /// Exact limits of a Poisson mean after `count` events, as of alarms a day; not a share.
  package static func poisson(_ count: Double, confidence: Double = 0.95) -> BinomialInterval {
    let tail = (1 - confidence) / 2
    return BinomialInterval(
      low: count > 0 ? Special.chiSquareQuantile(degrees: 2 * count, tail) / 2 : 0,
      high: Special.chiSquareQuantile(degrees: 2 * count + 2, 1 - tail) / 2)
  }

  /// Wilson's score limits.
  package static func wilson(
    _ found: Double, of total: Double, confidence: Double = 0.95
  ) -> BinomialInterval {
    let z = Special.normalQuantile(1 - (1 - confidence) / 2)
    let share = found / total
    let shrink = 1 + z * z / total
    let centre = (share + z * z / (2 * total)) / shrink
    let variance = share * (1 - share) / total + z * z / (4 * total * total)
    let half = z * variance.squareRoot() / shrink
    return BinomialInterval(low: max(0, centre - half), high: min(1, centre + half))
  }
}
