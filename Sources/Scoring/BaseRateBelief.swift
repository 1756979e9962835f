package import Corpus
import Foundation

/// What is believed of a population's base rate: a distribution to draw from.
package struct BaseRateBelief: Codable, Sendable, Equatable {
  /// The 95 % limits and the median, each inside 0...1.
  package let low: Double
  package let mid: Double
  package let high: Double
  package let source: String
  /// What is counted: `project`, `release` or `file`.
  package let unit: String
  /// The moment it holds for, ISO 8601; nil for a guess that has none.
  package let asOf: String?
  /// Whether nobody counted anything and the default range stands in.
  package let isElicited: Bool

  /// Each side of the median is normal on the logit scale; equal limits make a fixed value.
  ///
  /// Limits at or below 0 are lifted to a thousandth of the median, because the logit has no 0.
  package init(
    low: Double, mid: Double, high: Double, source: String, unit: String = "project",
    asOf: String? = nil, isElicited: Bool = false
  ) {
    let middle = min(max(mid.isFinite ? mid : 0, 1e-9), 1 - 1e-9)
    self.mid = middle
    self.low = min(max(low.isFinite ? low : 0, middle / 1000), middle)
    self.high = max(min(high.isFinite ? high : 1, 1 - 1e-9), middle)
    self.source = source
    self.unit = unit
    self.asOf = asOf
    self.isElicited = isElicited
  }

  /// A base rate taken as known.
  package init(fixed rate: Double, source: String = "fixed") {
    self.init(low: rate, mid: rate, high: rate, source: source)
  }

  package init(_ rate: BaseRate) {
    self.init(
      low: rate.low, mid: rate.mid, high: rate.high, source: rate.source, unit: rate.unit,
      asOf: rate.asOf.iso8601)
  }

  /// Where nothing is known: 5 and 95 % points at 1e-4 and 1e-2 (method, section 4.6, rule 3).
  package static let elicited: BaseRateBelief = {
    let (low, high) = (logit(1e-4), logit(1e-2))
    let middle = (low + high) / 2
    let reach = (high - middle) * Special.normalQuantile(0.975) / Special.normalQuantile(0.95)
    return BaseRateBelief(
      low: share(middle - reach), mid: share(middle), high: share(middle + reach),
      source: "elicited range", isElicited: true)
  }()

  /// One draw from the distribution.
  package func draw(using random: inout SplitMix64) -> Double {
    let z = random.nextNormal() / Special.normalQuantile(0.975)
    let centre = Self.logit(mid)
    let side = z < 0 ? centre - Self.logit(low) : Self.logit(high) - centre
    return Self.share(centre + z * side)
  }

  private static func logit(_ share: Double) -> Double { log(share) - log1p(-share) }
  private static func share(_ logit: Double) -> Double { 1 / (1 + exp(-logit)) }
}
